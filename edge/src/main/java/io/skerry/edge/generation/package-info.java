/**
 * What a routes file says, built: one immutable generation of sites, routes, policies, origins and running functions, swapped
 * whole. Imports {@code config}, {@code routing}, {@code coding}, the cache's pure layers, the origin client and the functions runtime. Start
 * reading at {@link io.skerry.edge.generation.Generation}, then {@code GenerationBuilder}.
 */
@NullMarked
package io.skerry.edge.generation;

import org.jspecify.annotations.NullMarked;
