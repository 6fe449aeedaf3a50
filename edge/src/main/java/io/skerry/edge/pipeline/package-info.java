/**
 * One request, a straight line: from an accepted request head to the last byte of its answer, one named step per method.
 *
 * <p>Here is the line itself, and how it is put together; what its steps work with lies in the packages below: {@code answer} (the
 * exchange under way and what may answer it), {@code body} (forms of content), {@code functions}, {@code upstream} (asking the
 * origin), {@code fetch} (what becomes of its answer), {@code slices} (long responses) and {@code client} (reading and writing).
 * None of them knows this package.
 *
 * <p>Everything here runs on the event loop of the client's connection; what waits comes back to it. The rules are in {@code
 * io.skerry.cache}: this package asks them, and does what they decide. Imports {@code generation}, {@code server}, {@code
 * exchange}, {@code routing}, the cache, the origin client and the functions runtime. Start reading at {@link
 * io.skerry.edge.pipeline.RequestPipeline}.
 */
@NullMarked
package io.skerry.edge.pipeline;

import org.jspecify.annotations.NullMarked;
