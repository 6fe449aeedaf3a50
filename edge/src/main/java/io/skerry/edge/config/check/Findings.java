package io.skerry.edge.config.check;

import io.skerry.edge.config.problem.Hint;
import io.skerry.edge.config.problem.Problem;
import io.skerry.edge.config.problem.Problem.Kind;
import io.skerry.edge.config.yaml.Document;
import io.skerry.edge.config.yaml.YamlNode;
import io.skerry.edge.config.yaml.YamlPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the rules found, and the questions they ask of the tree. */
final class Findings {

    private final Document document;
    private final List<Problem> unbound;
    private final List<Problem> found = new ArrayList<>();

    /** Without findings yet; {@code unbound} is what is wrong with parts that could not be bound. */
    Findings(Document document, List<Problem> unbound) {
        this.document = document;
        this.unbound = unbound;
    }

    List<Problem> found() {
        return List.copyOf(found);
    }

    Document document() {
        return document;
    }

    /** Whether all that the file says at this path and below it was bound: if not, the record has a default where it says otherwise. */
    boolean bound(YamlPath path) {
        return unbound.stream().noneMatch(problem -> path.holds(problem.path()));
    }

    /** Whether the file says something at this path. */
    boolean written(YamlPath path) {
        return path.find(document.root()).isPresent();
    }

    /** The keys a mapping of the file has, whether or not their values could be bound. */
    List<String> keys(YamlPath path) {
        if (path.find(document.root()).orElse(document.root()) instanceof YamlNode.Mapping mapping && written(path)) {
            return mapping.entries().stream().map(entry -> entry.key().text()).toList();
        }
        return List.of();
    }

    /** How many elements a list of the file has, whether or not they could be bound. */
    int length(YamlPath path) {
        Optional<YamlNode> node = path.find(document.root());
        return node.isPresent() && node.get() instanceof YamlNode.Sequence list
                ? list.items().size()
                : 0;
    }

    /** The line of the part a path leads to. */
    int line(YamlPath path) {
        return path.nearest(document.root()).span().line();
    }

    void error(Kind kind, YamlPath path, String message, Hint hint) {
        found.add(document.error(kind, path, message, hint));
    }

    void error(Kind kind, YamlPath path, String message) {
        error(kind, path, message, Hint.NONE);
    }

    /** An error at a key rather than at its value. */
    void keyError(Kind kind, YamlPath parent, String key, String message) {
        Optional<YamlNode.Entry> entry = parent.find(document.root())
                .filter(YamlNode.Mapping.class::isInstance)
                .flatMap(mapping -> ((YamlNode.Mapping) mapping).entry(key));
        YamlPath path = parent.key(key);
        if (entry.isPresent()) {
            found.add(document.error(kind, path, entry.get().key().span(), message, Hint.NONE));
        } else {
            blockError(kind, path, message);
        }
    }

    void blockError(Kind kind, YamlPath path, String message) {
        found.add(document.blockError(kind, path, message, Hint.NONE));
    }

    /** An error about a whole route: the message names it, so the path is left out. */
    void routeError(Kind kind, YamlPath route, String message) {
        found.add(new Problem(
                Problem.Severity.ERROR,
                kind,
                document.source().file(),
                route.nearest(document.root()).span(),
                "",
                message,
                Hint.NONE,
                Optional.empty()));
    }

    void add(Problem problem) {
        found.add(problem);
    }
}
