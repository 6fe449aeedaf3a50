/** Tests of native memory. */
@NullMarked
package io.skerry.cache.store.memory;

import org.jspecify.annotations.NullMarked;
