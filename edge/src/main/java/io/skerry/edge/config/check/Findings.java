package io.skerry.edge.config.check;

import io.skerry.edge.config.problem.Hint;
import io.skerry.edge.config.problem.Problem;
import io.skerry.edge.config.problem.Problem.Kind;
import io.skerry.edge.config.problem.Suggestion;
import io.skerry.edge.config.yaml.Document;
import io.skerry.edge.config.yaml.YamlNode;
import io.skerry.edge.config.yaml.YamlPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the rules found, and the questions they ask of the tree. */
final class Findings {

    /** Of unknown names with known ones: a file may have thousands of both. */
    private static final int MOST_COMPARISONS = 500_000;

    private final Document document;
    /** Paths as printed, in their order. */
    private final NavigableSet<String> unbound;

    private final List<Problem> found = new ArrayList<>();
    private int comparisons = MOST_COMPARISONS;

    /** Without findings yet; {@code unbound} is what is wrong with parts that could not be bound. */
    Findings(Document document, List<Problem> unbound) {
        this.document = document;
        this.unbound = unbound.stream().map(Problem::path).collect(Collectors.toCollection(TreeSet::new));
    }

    List<Problem> found() {
        return List.copyOf(found);
    }

    Document document() {
        return document;
    }

    /** Whether all that the file says at this path and below it was bound: if not, the record has a default where it says otherwise. */
    boolean bound(YamlPath path) {
        String own = path.toString();
        return !unbound.contains(own) && !anyBegins(own + '.') && !anyBegins(own + '[');
    }

    private boolean anyBegins(String with) {
        String first = unbound.ceiling(with);
        return first != null && first.startsWith(with);
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

    /** The known name that was probably meant, as long as looking for it is no long work. */
    Optional<String> closest(String name, Collection<String> known) {
        comparisons -= Math.min(comparisons, known.size());
        return comparisons == 0 ? Optional.empty() : Suggestion.closest(name, known);
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
