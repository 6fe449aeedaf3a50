package io.skerry.edge.config;

import io.skerry.edge.config.model.RoutesFile;
import io.skerry.edge.config.problem.Problem;
import io.skerry.edge.config.yaml.Document;
import java.util.List;

/** What came of reading a routes file. */
public sealed interface ReadResult {

    /**
     * The file can be used.
     *
     * @param file its content with every default filled in
     * @param document its text and tree; whoever builds from the file reports what fails then with {@link Document#error}, at its line
     * @param warnings what somebody should look at, in the order of the file
     */
    record Loaded(RoutesFile file, Document document, List<Problem> warnings) implements ReadResult {

        public Loaded {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * The file cannot be used.
     *
     * @param problems everything that is wrong with it, in the order of the file; at least one is an error
     */
    record Refused(List<Problem> problems) implements ReadResult {

        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
