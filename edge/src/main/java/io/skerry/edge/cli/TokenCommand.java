package io.skerry.edge.cli;

import io.skerry.purgeapi.token.AdminToken;
import io.skerry.purgeapi.token.NewToken;
import io.skerry.purgeapi.token.TokenScope;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code skerry token …}: tokens for the admin listener. */
@Command(
        name = "token",
        description = "Make tokens for the admin listener.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = TokenCommand.New.class)
final class TokenCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    /** {@code skerry token new}: makes a token and the entry for the file that {@code server.admin.tokens} names. */
    @Command(
            name = "new",
            description =
                    "Make a token. It is shown once; the edge keeps its hash alone, in the file that server.admin.tokens names."
                            + " To change a token, add a second entry of the same name, change the callers, remove the first.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Example:",
                "  skerry token new --name deploy --scope purge:url,purge:tag --site shop --expires 90d"
            })
    static final class New implements Callable<Integer> {

        @Option(names = "--name", required = true, paramLabel = "NAME", description = "What logs call it.")
        private String name = "";

        @Option(
                names = "--scope",
                required = true,
                split = ",",
                paramLabel = "SCOPE",
                description = "What it allows: purge:url, purge:tag, purge:prefix, purge:host, purge:all, read.")
        private List<String> scopes = new ArrayList<>();

        @Option(
                names = "--site",
                split = ",",
                paramLabel = "SITE",
                description = "The only sites it may touch; without it, all.")
        private List<String> sites = new ArrayList<>();

        @Option(
                names = "--expires",
                paramLabel = "DAYS|MOMENT",
                description = "When it ends: 90d from now, or 2027-01-01T00:00:00Z. Without it, never.")
        private @Nullable String expires;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            if (name.isBlank()) {
                throw wrong("--name: it may not be empty");
            }
            NewToken token = NewToken.random();
            AdminToken entry = new AdminToken(
                    name,
                    token.hash(),
                    allowed(),
                    new LinkedHashSet<>(sites),
                    expires == null ? Optional.empty() : Optional.of(moment(expires)));
            PrintWriter out = spec.commandLine().getOut();
            out.println("# The token, shown this once. Callers send it as \"Authorization: Bearer …\":");
            out.println(token.text());
            out.println();
            out.println("# Its entry, for the file that server.admin.tokens names:");
            out.println("tokens:");
            out.println("  - name: " + quoted(entry.name()));
            out.println("    sha256: " + token.hash().hex());
            out.println("    scopes: " + list(scopes));
            if (!sites.isEmpty()) {
                out.println("    sites: " + list(sites));
            }
            entry.expires().ifPresent(end -> out.println("    expires: " + quoted(end.toString())));
            out.flush();
            return ExitCode.OK.number();
        }

        private Set<TokenScope> allowed() {
            return scopes.stream()
                    .map(word -> TokenScope.of(word)
                            .orElseThrow(() -> wrong("--scope: there is no scope " + word + "; there are "
                                    + Arrays.stream(TokenScope.values())
                                            .map(TokenScope::token)
                                            .collect(Collectors.joining(", ")))))
                    .collect(Collectors.toSet());
        }

        private Instant moment(String text) {
            Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS);
            try {
                Instant end = text.endsWith("d")
                        ? now.plus(Duration.ofDays(Integer.parseInt(text.substring(0, text.length() - 1))))
                        : Instant.parse(text);
                if (end.isAfter(now)) {
                    return end;
                }
            } catch (NumberFormatException | java.time.DateTimeException malformed) {
                throw wrong("--expires: 90d or 2027-01-01T00:00:00Z, not " + text);
            }
            throw wrong("--expires: " + text + " is not in the future");
        }

        private ParameterException wrong(String message) {
            return new ParameterException(spec.commandLine(), message);
        }

        private static String list(List<String> texts) {
            return texts.stream().map(New::quoted).collect(Collectors.joining(", ", "[", "]"));
        }

        /** A double-quoted scalar of YAML. */
        private static String quoted(String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
    }
}
