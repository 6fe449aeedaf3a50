/** Tests of the ledger of memory. */
@NullMarked
package io.skerry.cache.memory;

import org.jspecify.annotations.NullMarked;
