/**
 * Rules across keys: names that must exist or be unique, keys that exclude each other, routes that can never match, files that must be
 * there. May import {@code config.model}, {@code config.yaml}, {@code config.problem} and {@code edge.routing}. Start at
 * {@link io.skerry.edge.config.check.RoutesFileCheck}.
 */
@NullMarked
package io.skerry.edge.config.check;

import org.jspecify.annotations.NullMarked;
