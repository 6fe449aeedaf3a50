package io.skerry.benchmarks;

import java.io.IOException;
import java.util.List;

/** Runs the suites without the launcher: arguments are patterns and JMH's own options. */
public final class Main {

    private Main() {}

    /** Runs what {@code arguments} select, or everything. */
    public static void main(String[] arguments) throws IOException {
        new JmhRunner().run(List.of(arguments));
    }
}
