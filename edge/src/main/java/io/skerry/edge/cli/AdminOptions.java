package io.skerry.edge.cli;

import io.skerry.edge.config.model.Address;
import io.skerry.edge.config.model.RoutesFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that talks to a running edge: where its admin listener is, and the token it wants. */
final class AdminOptions {
    private static final URI DEFAULT_ADMIN = URI.create("http://127.0.0.1:9090");
    private static final String TOKEN_FILE = "admin-token";

    /** Listening on all interfaces; nothing can be sent to these addresses. */
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::");

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The routes file of the running edge: names its admin address and its cache folder.")
    private @Nullable Path file;

    @Option(
            names = "--admin",
            paramLabel = "URL",
            converter = ListenerUrl.class,
            description = "The admin listener; otherwise the one of FILE, otherwise http://127.0.0.1:9090.")
    private @Nullable URI admin;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:SKERRY_TOKEN}",
            description = "Its bearer token; otherwise the variable SKERRY_TOKEN, otherwise the file admin-token in the"
                    + " cache folder of FILE, without FILE in ./skerry-cache or in the demo's. An edge with"
                    + " server.admin.tokens has no such file.")
    private @Nullable String token;

    /**
     * The listener and token these options mean.
     *
     * @param err where problems of the routes file are told
     * @throws CommandFailure when the routes file cannot be used, or no token is to be found
     */
    AdminAccess access(PrintWriter err) {
        Optional<RoutesFile> routes = Optional.ofNullable(file).map(named -> RoutesFileArgument.require(named, err));
        URI address = Optional.ofNullable(admin)
                .or(() -> routes.map(found -> reachable(found.server().admin().address())))
                .orElse(DEFAULT_ADMIN);
        return new AdminAccess(address, sendable(token == null || token.isEmpty() ? tokenFromFile(routes) : token));
    }

    /** As a field of a request; which tokens there are is the edge's to say. */
    private static String sendable(String token) {
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new CommandFailure(
                    ExitCode.PROBLEMS, "this is no token: it is empty, or has other characters than a token has");
        }
        return token;
    }

    private static URI reachable(Address listening) {
        String host = EVERYWHERE.contains(listening.host()) ? "127.0.0.1" : listening.host();
        return URI.create("http://" + new Address(host, listening.port()));
    }

    private static String tokenFromFile(Optional<RoutesFile> routes) {
        routes.flatMap(found -> found.server().admin().tokens()).ifPresent(hashes -> {
            // One that the edge made for itself before it had these is not accepted any more.
            throw new CommandFailure(
                    ExitCode.PROBLEMS,
                    "no token: the edge accepts those of " + hashes.file()
                            + ", which has their hashes alone; give one with --token or SKERRY_TOKEN");
        });
        List<Path> candidates = routes
                .map(found -> List.of(found.storage().disk().path()))
                .orElseGet(AdminOptions::usualCacheFolders)
                .stream()
                .map(folder -> folder.resolve(TOKEN_FILE))
                .toList();
        return candidates.stream()
                .filter(Files::exists)
                .findFirst()
                .map(AdminOptions::read)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.PROBLEMS,
                        "no token: give --token or SKERRY_TOKEN, or name the edge's routes file with -c (there is no "
                                + String.join(
                                        ", no ",
                                        candidates.stream().map(Path::toString).toList())
                                + ")"));
    }

    private static List<Path> usualCacheFolders() {
        Path home = Path.of(System.getProperty("skerry.home", "."));
        return List.of(Path.of("skerry-cache"), home.resolve("target/demo/skerry-cache"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new CommandFailure(ExitCode.PROBLEMS, "cannot read the token in " + file + ": " + unreadable);
        }
    }
}
