/**
 * The routes file as immutable records, every default filled in: what the binder binds, the schema is generated from, and everything
 * that runs is built from. May import {@code edge.routing} (patterns and templates), the annotations of {@code functions.api} and the
 * JDK; never Vert.x. Start at {@link io.skerry.edge.config.model.RoutesFile}.
 */
@NullMarked
package io.skerry.edge.config.model;

import org.jspecify.annotations.NullMarked;
