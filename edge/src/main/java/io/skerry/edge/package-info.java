/**
 * The node: where everything is put together. {@code cli} starts it, {@code config} reads the routes file, {@code generation}
 * builds what the file says, {@code server} listens, {@code pipeline} answers requests in one straight line, {@code admin}
 * serves operators. Start reading at {@code EdgeNode}, then {@code pipeline}.
 */
@NullMarked
package io.skerry.edge;

import org.jspecify.annotations.NullMarked;
