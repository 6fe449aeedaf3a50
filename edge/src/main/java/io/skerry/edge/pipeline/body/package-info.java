/**
 * The forms a content takes on its way: stored, arriving, collected, encoded, decoded, transformed, in several parts. Each owns what is
 * behind it and ends once. Confined to one event loop, but for the coding of bytes.
 *
 * <p>Imports {@code coding}, the store's leases and the origin client's bodies; nothing else of the pipeline. Start reading at {@link
 * io.skerry.edge.pipeline.body.Content}, which is what an answer carries. Contents that the edge makes while they are read show
 * their reader an {@code Outlet}, and are what supplies it.
 */
@NullMarked
package io.skerry.edge.pipeline.body;

import org.jspecify.annotations.NullMarked;
