/** Tests of the routes file. Files to accept and to refuse lie in {@code src/test/resources/config}. */
@NullMarked
package io.skerry.edge.config;

import org.jspecify.annotations.NullMarked;
