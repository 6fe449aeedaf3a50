package io.skerry.purgeapi.token;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The token of a node for which none is configured: kept in a file that only its owner can read, where the commands on the same
 * machine find it.
 *
 * @param text what callers send
 * @param origin whether it was made now; then it is to be shown once
 */
public record GeneratedToken(String text, Origin origin) {

    private static final String NAME = "admin-token";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    public GeneratedToken {
        Objects.requireNonNull(text);
        Objects.requireNonNull(origin);
    }

    /**
     * The token in {@code admin-token} of a folder; a new one if there is none, or if others than its owner could have read it.
     * Blocks.
     *
     * @throws IOException if the file can be neither read nor written
     */
    public static GeneratedToken in(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
                        .equals(OWNER_ONLY)) {
            String text = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (text.startsWith(NewToken.PREFIX) && text.length() > NewToken.PREFIX.length() + NewToken.RANDOM_BYTES) {
                return new GeneratedToken(text, Origin.KEPT);
            }
        }
        return made(file);
    }

    private static GeneratedToken made(Path file) throws IOException {
        String text = NewToken.random().text();
        // The mode is set when the file is made, not afterwards: nobody can open it in between.
        FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        Path draft = file.resolveSibling(NAME + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, mode);
        Files.writeString(draft, text + "\n", StandardOpenOption.WRITE);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new GeneratedToken(text, Origin.NEW);
    }

    /** The one token, without restriction. */
    public AdminTokens tokens() {
        return new AdminTokens(List.of(AdminToken.unrestricted(NAME, TokenHash.of(text))));
    }

    /** Not the token: it has no place in logs. */
    @Override
    public String toString() {
        return "GeneratedToken[" + origin + "]";
    }

    /** Whether a token existed before. */
    public enum Origin {
        NEW,
        KEPT
    }
}
