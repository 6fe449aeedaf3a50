/**
 * One exchange under way, and what may answer it: the request with all that was found out about it, the stored response it holds, why
 * it goes forward, and its answer, from where it comes to how this client gets it (step 12).
 *
 * <p>Values and pure rules, but for what a {@code Held} owns; nothing here asks the store or an origin. Imports {@code body} of
 * the pipeline's packages. Start reading at {@link io.skerry.edge.pipeline.answer.Exchange} and {@link
 * io.skerry.edge.pipeline.answer.Answer}.
 */
@NullMarked
package io.skerry.edge.pipeline.answer;

import org.jspecify.annotations.NullMarked;
