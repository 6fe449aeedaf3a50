/**
 * Discovers, starts, calls and bounds edge functions, and records what they read.
 *
 * <p>Imports the functions API, {@code io.skerry.cache}'s vocabulary and ledger of memory, and SLF4J; never Vert.x and no YAML: the edge binds
 * settings and implements {@link io.skerry.functions.runtime.FunctionServices}. Start at {@link
 * io.skerry.functions.runtime.FunctionChain}, which calls the functions of a route phase by phase.
 */
@NullMarked
package io.skerry.functions.runtime;

import org.jspecify.annotations.NullMarked;
