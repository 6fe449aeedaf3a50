package io.skerry.edge.config.yaml;

import io.skerry.edge.config.problem.Problem;
import java.util.List;

/** What came of reading a text as YAML. */
public sealed interface YamlResult {

    /**
     * A tree, perhaps of a text with duplicate keys.
     *
     * @param document the text and its tree; of a key that stands twice the first counts
     * @param problems what is wrong with it all the same
     */
    record Tree(Document document, List<Problem> problems) implements YamlResult {

        public Tree {
            problems = List.copyOf(problems);
        }
    }

    /**
     * No tree.
     *
     * @param problem why
     */
    record Broken(Problem problem) implements YamlResult {}
}
