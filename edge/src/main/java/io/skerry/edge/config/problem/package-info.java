/**
 * What is wrong with a routes file, as values, and how that is shown to people and to programs. Imports the JDK and Jackson alone. Start
 * at {@link io.skerry.edge.config.problem.Problem}.
 */
@NullMarked
package io.skerry.edge.config.problem;

import org.jspecify.annotations.NullMarked;
