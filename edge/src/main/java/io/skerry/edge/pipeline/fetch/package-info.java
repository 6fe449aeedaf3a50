/**
 * What becomes of the origin's answer to a request that leads a flight (step 11): stored while it streams, passed on unstored,
 * taken as confirmation of what is stored, or covered up by it.
 *
 * <p>Imports {@code answer}, {@code body}, {@code upstream} and {@code slices} of the pipeline's packages. Start reading at {@link
 * io.skerry.edge.pipeline.fetch.FetchSteps}.
 */
@NullMarked
package io.skerry.edge.pipeline.fetch;

import org.jspecify.annotations.NullMarked;
