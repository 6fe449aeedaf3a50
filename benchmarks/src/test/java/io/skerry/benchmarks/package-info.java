/** Checks that the suites run. */
@NullMarked
package io.skerry.benchmarks;

import org.jspecify.annotations.NullMarked;
