/** Suites for what the disk tier keeps to itself. */
@NullMarked
package io.skerry.cache.store.disk;

import org.jspecify.annotations.NullMarked;
