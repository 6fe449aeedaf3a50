/**
 * What the node brings to the purge API: what its sites make of URLs, what is stored, who is told. Imports {@code purge-api}, the
 * cache, {@code generation}, {@code routing} and {@code metrics}. Start at {@link io.skerry.edge.purges.StoreInventory} and {@link io.skerry.edge.purges.SitePurgeTargets}.
 */
@NullMarked
package io.skerry.edge.purges;

import org.jspecify.annotations.NullMarked;
