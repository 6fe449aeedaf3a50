/**
 * Translation between the line and the functions of a route: what they see of an exchange, and what becomes of what they answer.
 *
 * <p>Imports {@code answer} and {@code body} of the pipeline's packages, and the functions runtime. Start reading at {@link
 * io.skerry.edge.pipeline.functions.FunctionInputs}.
 */
@NullMarked
package io.skerry.edge.pipeline.functions;

import org.jspecify.annotations.NullMarked;
