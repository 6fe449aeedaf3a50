package io.skerry.edge.cli;

import java.util.List;

/**
 * Runs the project's microbenchmarks. The benchmarks module provides it through {@link java.util.ServiceLoader}: edge
 * may not depend on that module, and the launcher puts it on the class path for {@code skerry bench} alone.
 */
public interface BenchmarkRunner {
    /**
     * Runs every benchmark whose full name matches one of the regular expressions; all of them when there are none.
     *
     * @param arguments patterns and JMH's own options, as JMH's command line takes them
     * @throws java.io.IOException when JMH finds no benchmark that matches, cannot read its list of them or write its result
     * @throws IllegalArgumentException when an option is none of JMH's
     */
    void run(List<String> arguments) throws java.io.IOException;
}
