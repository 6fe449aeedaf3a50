package io.skerry.edge.config.bind;

import io.skerry.edge.config.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What came of binding a tree.
 *
 * @param value the record, as far as it could be made: parts that could not be bound have their defaults or are left out
 * @param problems why it is not to be used, if there are any
 */
public record Bound<T>(Optional<T> value, List<Problem> problems) {

    public Bound {
        problems = List.copyOf(problems);
    }
}
