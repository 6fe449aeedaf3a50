/**
 * The JSON Schema (2020-12) of the routes file, written from the same shapes that bind it. May import {@code config.bind},
 * {@code config.model} and Jackson. Start at {@link io.skerry.edge.config.schema.SchemaWriter}.
 */
@NullMarked
package io.skerry.edge.config.schema;

import org.jspecify.annotations.NullMarked;
