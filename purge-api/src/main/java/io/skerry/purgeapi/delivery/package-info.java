/**
 * Who puts a purge in force, on which nodes, and what each of them says of it. Knows neither HTTP nor any transport between nodes:
 * a node that stands alone is {@link io.skerry.purgeapi.delivery.SingleNode}, a cluster brings its own
 * {@link io.skerry.purgeapi.delivery.PurgeNodes}. Imports {@code cache}. Start at {@code PurgeNodes}.
 */
@NullMarked
package io.skerry.purgeapi.delivery;

import org.jspecify.annotations.NullMarked;
