/**
 * Asking the origin (steps 9 and 10), and what every answer needs that is to be stored: its head, and a {@code Fill} that moves its
 * content into a sink.
 *
 * <p>Imports {@code answer}, {@code body} and {@code functions} of the pipeline's packages, and the origin client. Start reading at
 * {@link io.skerry.edge.pipeline.upstream.Upstream}.
 */
@NullMarked
package io.skerry.edge.pipeline.upstream;

import org.jspecify.annotations.NullMarked;
