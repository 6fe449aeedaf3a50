/**
 * Trees to records. A {@link io.skerry.edge.config.bind.Shape} says what the file may hold for a Java type, read once from record
 * components and annotations; the binder and the schema both follow it, so that they agree. May import {@code config.model},
 * {@code config.yaml}, {@code config.problem} and {@code functions.api}. Start at {@link io.skerry.edge.config.bind.Shape}, then
 * {@link io.skerry.edge.config.bind.Binder}.
 */
@NullMarked
package io.skerry.edge.config.bind;

import org.jspecify.annotations.NullMarked;
