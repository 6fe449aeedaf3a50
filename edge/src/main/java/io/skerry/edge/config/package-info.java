/**
 * The routes file: reading, binding, checking. Sub-packages: {@code model} (the records), {@code yaml} (text to tree), {@code bind}
 * (tree to records), {@code schema}, {@code check} (rules across keys), {@code problem} (errors and their rendering). May import
 * {@code edge.routing} and {@code functions.api}; never Vert.x. Start at {@link io.skerry.edge.config.model.RoutesFile}.
 */
@NullMarked
package io.skerry.edge.config;

import org.jspecify.annotations.NullMarked;
