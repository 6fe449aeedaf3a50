/**
 * The command line of {@code skerry}.
 *
 * <p>One file per command; each parses its options, calls the package that does the work, prints what came of it and
 * returns an {@link io.skerry.edge.cli.ExitCode}. No rule of the edge lives here. May import everything in
 * {@code io.skerry.edge}; nothing imports it, but for {@link io.skerry.edge.cli.BenchmarkRunner}, which the benchmarks
 * module implements. Start reading at {@link io.skerry.edge.cli.Main}.
 */
@NullMarked
package io.skerry.edge.cli;

import org.jspecify.annotations.NullMarked;
