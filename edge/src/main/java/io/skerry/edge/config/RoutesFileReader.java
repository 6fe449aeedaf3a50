package io.skerry.edge.config;

import io.skerry.edge.config.bind.Binder;
import io.skerry.edge.config.bind.Bound;
import io.skerry.edge.config.bind.Environment;
import io.skerry.edge.config.bind.ShapeReader;
import io.skerry.edge.config.check.RoutesFileCheck;
import io.skerry.edge.config.model.FunctionSettingsCatalogue;
import io.skerry.edge.config.model.RoutesFile;
import io.skerry.edge.config.problem.Hint;
import io.skerry.edge.config.problem.Problem;
import io.skerry.edge.config.problem.Span;
import io.skerry.edge.config.yaml.Document;
import io.skerry.edge.config.yaml.YamlReader;
import io.skerry.edge.config.yaml.YamlResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads a routes file and finds everything that is wrong with it. Blocks on the file system: never called on an event loop. Thread-safe.
 */
public final class RoutesFileReader {

    private static final Comparator<Problem> IN_FILE_ORDER = Comparator.<Problem>comparingInt(
                    problem -> problem.span().line())
            .thenComparingInt(problem -> problem.span().column());

    private static final int MOST_BYTES = 16_000_000;

    /** For somebody to write into a named pipe. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final FunctionSettingsCatalogue functions;
    private final Environment environment;

    /**
     * A reader.
     *
     * @param functions those the file may use
     * @param environment the variables it may refer to
     */
    public RoutesFileReader(FunctionSettingsCatalogue functions, Environment environment) {
        this.functions = functions;
        this.environment = environment;
    }

    /** Reads a file with the variables of this process. */
    public static ReadResult read(Path file, FunctionSettingsCatalogue functions) {
        return new RoutesFileReader(functions, Environment.PROCESS).read(file);
    }

    /** Reads a text with the variables of this process; relative paths start at the working folder. */
    public static ReadResult read(String text, String name, FunctionSettingsCatalogue functions) {
        return new RoutesFileReader(functions, Environment.PROCESS).read(text, name, Path.of(""));
    }

    /** Reads a file. One that does not exist, cannot be read or is not UTF-8 is refused like any other mistake. */
    public ReadResult read(Path file) {
        String name = file.toString();
        try {
            byte[] bytes = FileBytes.read(file, MOST_BYTES, LONGEST_WAIT);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            Optional<Path> folder = Optional.ofNullable(file.toAbsolutePath().getParent());
            return read(text, name, folder.orElse(file.toAbsolutePath()));
        } catch (CharacterCodingException e) {
            return unreadable(name, "the file is not UTF-8");
        } catch (NoSuchFileException e) {
            return unreadable(name, "the file does not exist");
        } catch (IOException e) {
            return unreadable(name, "the file cannot be read: " + e.getMessage());
        }
    }

    /**
     * Reads a text.
     *
     * @param name what problems call it
     * @param folder where its relative paths start
     */
    public ReadResult read(String text, String name, Path folder) {
        return switch (YamlReader.read(name, text)) {
            case YamlResult.Broken broken -> new ReadResult.Refused(List.of(broken.problem()));
            case YamlResult.Tree tree -> bind(tree, folder);
        };
    }

    private ReadResult bind(YamlResult.Tree tree, Path folder) {
        Document document = tree.document();
        ShapeReader shapes = new ShapeReader(functions, folder);
        Bound<RoutesFile> bound = Binder.bind(RoutesFile.class, document, shapes, environment);
        List<Problem> problems = new ArrayList<>(tree.problems());
        problems.addAll(bound.problems());
        bound.value().ifPresent(file -> problems.addAll(RoutesFileCheck.check(file, document, bound.problems())));
        problems.sort(IN_FILE_ORDER);
        if (bound.value().isEmpty() || problems.stream().anyMatch(Problem::refuses)) {
            // "Nobody uses this" may be no more than a consequence of the errors.
            problems.removeIf(problem -> !problem.refuses());
            return new ReadResult.Refused(problems);
        }
        return new ReadResult.Loaded(bound.value().get(), document, problems);
    }

    private static ReadResult unreadable(String name, String message) {
        return new ReadResult.Refused(List.of(new Problem(
                Problem.Severity.ERROR,
                Problem.Kind.UNREADABLE,
                name,
                Span.START,
                "",
                message,
                Hint.NONE,
                Optional.empty())));
    }
}
