/**
 * What would become of a request, and why: the line's own steps and deciders, asked without fetching, counting or changing anything.
 *
 * <p>Imports the pipeline and what it imports; the admin listener shows what comes out. Start reading at {@link
 * io.skerry.edge.explain.Explainer}.
 */
@NullMarked
package io.skerry.edge.explain;

import org.jspecify.annotations.NullMarked;
