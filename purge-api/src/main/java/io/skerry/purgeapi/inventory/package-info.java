/**
 * What is stored on this node, as far as the answers to purges tell of it. Start at {@link io.skerry.purgeapi.inventory.Inventory}.
 */
@NullMarked
package io.skerry.purgeapi.inventory;

import org.jspecify.annotations.NullMarked;
