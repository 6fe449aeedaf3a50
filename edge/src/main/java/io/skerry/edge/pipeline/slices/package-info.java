/**
 * Long responses that are kept slice by slice: which slices a request needs, where each comes from, and how they are read as one body
 * (edge/docs/adr/slices.md). The rules are in {@code io.skerry.cache.parts}.
 *
 * <p>Imports {@code answer}, {@code body} and {@code upstream} of the pipeline's packages. Start reading at {@link
 * io.skerry.edge.pipeline.slices.SlicedAnswers}, which opens one, and {@link io.skerry.edge.pipeline.slices.SliceFills}, which
 * begins one.
 */
@NullMarked
package io.skerry.edge.pipeline.slices;

import org.jspecify.annotations.NullMarked;
