@NullMarked
package io.skerry.cache.store.eviction;

import org.jspecify.annotations.NullMarked;
