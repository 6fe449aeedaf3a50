package io.skerry.cache.purge.journal;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Tells a journal's own folder from a copy of it.
 *
 * <p>A folder restored whole from an old copy is sound in itself: journal and stored responses agree, and both know nothing of
 * the purges since. What no copy can bring along is the identity that the file system gave to the lock file: its number and when it
 * was made. So that stands in a file of its own, {@code purge.home}; where it does not fit, the journal is not trusted.
 *
 * <p>A file system or a volume that is set back as a whole brings the identity back, too, and is not noticed.
 */
public final class JournalHome {

    private static final String NAME = "purge.home";
    private static final String VERSION = "skerry-home-1";

    private final Path file;
    private final String identity;

    private JournalHome(Path file, String identity) {
        this.file = file;
        this.identity = identity;
    }

    /** The home of a journal, known by its lock file, which is never written to. */
    public static JournalHome of(Path folder, Path lockFile) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(lockFile, BasicFileAttributes.class);
        String identity = VERSION + " number " + number(lockFile) + " made "
                + attributes.creationTime().toInstant() + " changed "
                + attributes.lastModifiedTime().toInstant() + "\n";
        return new JournalHome(folder.resolve(NAME), identity);
    }

    /** The file's number; the device's is left out, since it changes when machines are restarted. */
    static String number(Path lockFile) throws IOException {
        try {
            return String.valueOf(Files.getAttribute(lockFile, "unix:ino"));
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return "unknown";
        }
    }

    /** Whether the folder is the one in which the journal was made. */
    public boolean isOurs() throws IOException {
        try {
            return Files.size(file) == identity.length()
                    && Files.readString(file).equals(identity);
        } catch (NoSuchFileException | CharacterCodingException e) {
            return false;
        }
    }

    /** Makes the folder the journal's own; whole or not at all. */
    public void take() throws IOException {
        Path fresh = file.resolveSibling(NAME + ".new");
        Files.writeString(fresh, identity);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
