/** Tests of the memory tier. */
@NullMarked
package io.skerry.cache.store.hot;

import org.jspecify.annotations.NullMarked;
