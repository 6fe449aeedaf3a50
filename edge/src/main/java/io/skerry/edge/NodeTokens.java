package io.skerry.edge;

import io.skerry.edge.config.model.ServerSettings;
import io.skerry.purgeapi.token.AdminTokens;
import io.skerry.purgeapi.token.GeneratedToken;
import io.skerry.purgeapi.token.TokenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The tokens that the admin listener accepts: those of a file, or one that the node makes for itself. Blocks. */
final class NodeTokens {

    private static final Logger LOG = LoggerFactory.getLogger(NodeTokens.class);

    private NodeTokens() {}

    /**
     * Reads or makes them.
     *
     * @param cacheFolder where a token that was made is kept
     */
    static AdminTokens of(ServerSettings.Admin admin, Path cacheFolder) throws NodeStartException {
        if (admin.tokens().isPresent()) {
            return read(admin.tokens().get().file());
        }
        try {
            GeneratedToken token = GeneratedToken.in(cacheFolder);
            if (token.origin() == GeneratedToken.Origin.NEW) {
                // Shown once, to whoever started the node; afterwards it is in the file alone.
                LOG.info("admin token, also in {}: {}", cacheFolder.resolve("admin-token"), token.text());
            }
            return token.tokens();
        } catch (IOException unwritable) {
            throw new NodeStartException(
                    "cannot write the admin token to " + cacheFolder + ": " + unwritable.getMessage(), unwritable);
        }
    }

    private static AdminTokens read(Path file) throws NodeStartException {
        Object tree;
        try {
            tree = new Load(LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
        } catch (IOException | YamlEngineException unreadable) {
            throw new NodeStartException(
                    "server.admin.tokens: cannot read " + file + ": " + unreadable.getMessage(), unreadable);
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
