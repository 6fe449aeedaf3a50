package io.skerry.edge;

import io.skerry.edge.config.model.ServerSettings;
import io.skerry.purgeapi.token.AdminTokens;
import io.skerry.purgeapi.token.Authentication;
import io.skerry.purgeapi.token.Authenticator;
import io.skerry.purgeapi.token.GeneratedToken;
import io.skerry.purgeapi.token.TokenFile;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The tokens that the admin listener accepts: those of a file, or one that the node makes for itself.
 *
 * <p>The file is read again when it has changed, so that a token can be added, or taken away, without a restart. One that cannot be
 * read, or is wrong, changes nothing and is told in the log, once for each change.
 */
final class NodeTokens implements Authenticator {

    private static final Logger LOG = LoggerFactory.getLogger(NodeTokens.class);

    private final InstantSource clock;
    private final Optional<Path> file;
    private volatile AdminTokens tokens;

    /** What the file said last, right or wrong. On one worker thread at a time. */
    private String text;

    private @Nullable String lastFault;

    private NodeTokens(InstantSource clock, Optional<Path> file, String text, AdminTokens tokens) {
        this.clock = clock;
        this.file = file;
        this.text = text;
        this.tokens = tokens;
    }

    /**
     * Reads or makes them; blocks.
     *
     * @param cacheFolder where a token that was made is kept
     */
    static NodeTokens of(ServerSettings.Admin admin, Path cacheFolder, InstantSource clock) throws NodeStartException {
        if (admin.tokens().isPresent()) {
            Path file = admin.tokens().get().file();
            String text = text(file);
            return new NodeTokens(clock, Optional.of(file), text, tokens(file, text));
        }
        try {
            GeneratedToken token = GeneratedToken.in(cacheFolder);
            if (token.origin() == GeneratedToken.Origin.NEW) {
                // Shown once, to whoever started the node; afterwards it is in the file alone.
                LOG.info("admin token, also in {}: {}", cacheFolder.resolve("admin-token"), token.text());
            }
            return new NodeTokens(clock, Optional.empty(), "", token.tokens());
        } catch (IOException unwritable) {
            throw new NodeStartException(
                    "cannot write the admin token to " + cacheFolder + ": " + unwritable.getMessage(), unwritable);
        }
    }

    /** Looks at the file from time to time, as long as Vert.x runs. */
    void watch(Vertx vertx, Duration every) {
        if (file.isPresent()) {
            vertx.setPeriodic(every.toMillis(), tick -> vertx.executeBlocking(this::reread, true));
        }
    }

    private @Nullable Void reread() {
        Path path = file.orElseThrow();
        try {
            String now = text(path);
            if (!now.equals(text)) {
                text = now;
                tokens = tokens(path, now);
                LOG.info("the tokens in {} are in force", path);
            }
        } catch (NodeStartException unusable) {
            if (!Objects.equals(unusable.getMessage(), lastFault)) {
                LOG.error("{}; the tokens read before stay in force", unusable.getMessage());
            }
            lastFault = unusable.getMessage();
            return null;
        }
        lastFault = null;
        return null;
    }

    @Override
    public Authentication authenticate(Optional<String> authorization, Optional<String> address) {
        return tokens.authenticate(authorization, address, clock.instant());
    }

    private static String text(Path file) throws NodeStartException {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new NodeStartException(
                    "server.admin.tokens: cannot read " + file + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private static AdminTokens tokens(Path file, String text) throws NodeStartException {
        Object tree;
        try {
            tree = new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(text);
        } catch (YamlEngineException malformed) {
            throw new NodeStartException(
                    "server.admin.tokens: cannot read " + file + ": " + malformed.getMessage(), malformed);
        }
        return switch (TokenFile.of(tree)) {
            case TokenFile.Read read -> read.tokens();
            case TokenFile.Invalid invalid ->
                throw new NodeStartException("server.admin.tokens: " + file + ": "
                        + invalid.errors().stream()
                                .map(error -> error.pointer() + " " + error.detail())
                                .collect(Collectors.joining("; ")));
        };
    }
}
