package io.skerry.edge.cli;

import io.skerry.edge.cli.WarmRun.Tally;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code skerry warm URLS-FILE}: asks a running edge for many URLs, as clients would, so that it has them. */
@Command(
        name = "warm",
        description = "Fetch the URLs of a file through a running edge, a few at a time, so that it has them stored.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The file names one absolute URL on each line; blank lines and lines that begin with # are skipped.",
            "",
            "Example: skerry warm urls.txt --via http://127.0.0.1:8080 --concurrency 16"
        })
final class WarmCommand implements Callable<Integer> {
    private static final int MOST_AT_ONCE = 256;
    private static final long PROGRESS_NANOS = 1_000_000_000L;

    @Parameters(paramLabel = "URLS-FILE", description = "One absolute URL on each line.")
    private Path file = Path.of("urls");

    @Option(
            names = "--via",
            paramLabel = "URL",
            converter = ListenerUrl.class,
            description =
                    "The edge's listener, such as http://127.0.0.1:8080: every URL is asked of it, with its own host as"
                            + " Host, and stored as what was asked over http or https of it. Otherwise each URL's own host is"
                            + " connected to.")
    private @Nullable URI via;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "8",
            description = "How many at once, 1 to 256. Default: 8.")
    private int concurrency = 8;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (concurrency < 1 || concurrency > MOST_AT_ONCE) {
            throw new ParameterException(
                    spec.commandLine(), "--concurrency: expected 1 to " + MOST_AT_ONCE + ", not " + concurrency);
        }
        Tally tally;
        try (WarmRun run = new WarmRun(via, concurrency, this::show);
                BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String url = (number == 1 ? withoutMark(line) : line).strip();
                if (!url.isEmpty() && !url.startsWith("#")) {
                    run.fetch(number, url);
                }
            }
            tally = run.end();
        } catch (MalformedInputException notText) {
            throw new CommandFailure(ExitCode.PROBLEMS, file + " is not UTF-8 text");
        } catch (NoSuchFileException absent) {
            throw new CommandFailure(ExitCode.PROBLEMS, "there is no file " + file);
        } catch (IOException unreadable) {
            throw new CommandFailure(ExitCode.PROBLEMS, "cannot read " + file + ": " + unreadable);
        }
        show(tally);
        tally.failures().forEach(failure -> spec.commandLine().getErr().println(failure));
        spec.commandLine().getErr().flush();
        return (tally.failed() == 0 ? ExitCode.OK : ExitCode.PROBLEMS).number();
    }

    /** Of the byte order that editors and shells of Windows write before UTF-8. */
    private static String withoutMark(String line) {
        return line.startsWith("\uFEFF") ? line.substring(1) : line;
    }

    private long shownAt;

    private synchronized void show(Tally tally) {
        long now = System.nanoTime();
        boolean last = tally.ended();
        if (last || shownAt == 0 || now - shownAt >= PROGRESS_NANOS) {
            shownAt = now;
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "%d fetched (%d were stored already), %d failed, %.1f MB%s%n",
                            tally.fetched(),
                            tally.hits(),
                            tally.failed(),
                            tally.bytes() / 1e6,
                            last ? "" : " ...");
            spec.commandLine().getOut().flush();
        }
    }
}
