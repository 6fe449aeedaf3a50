/**
 * The client's side of the line: reading its request (step 2), decoding what it cannot read, writing its answer at its pace (step 13),
 * and the tunnel a connection may become.
 *
 * <p>Imports {@code answer} and {@code body} of the pipeline's packages, and the front door. Start reading at {@link
 * io.skerry.edge.pipeline.client.RequestReader} and {@link io.skerry.edge.pipeline.client.ResponseWriter}.
 */
@NullMarked
package io.skerry.edge.pipeline.client;

import org.jspecify.annotations.NullMarked;
