package io.skerry.cache.purge.journal;

import io.skerry.cache.purge.record.JournalDamaged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells a folder, or a journal, that was overwritten in place by an old copy, times and all: {@link JournalHome} sees the lock file that was
 * there all along, and each file is sound in itself.
 *
 * <p>After each group of purges an empty file gets another name. It says how far the journal has come, and what the file system alone gives
 * a file: its number and when it was made. So a journal from before the last purge is shorter than the name says; and the name that the
 * seal of a folder copied before that purge has, has gone since, so that putting it back makes a file that is not what its name
 * says. Nothing of it is synchronised: the journal is, before, and names come and go in order.
 *
 * <p>One thread at a time.
 */
public final class JournalSeal {

    private static final String PREFIX = "purge.seal.";
    private static final String FRESH = "purge.fresh";

    private final Path folder;
    /** The only seal there is, once this object has put one in place. */
    private @Nullable Path current;

    /** The seal of the journal in a folder. */
    public JournalSeal(Path folder) {
        this.folder = folder;
    }

    /** Whether every seal is what its name says. A folder that never had one is not held to it. */
    public boolean isWhole() throws IOException {
        for (Path seal : seals()) {
            if (!seal.getFileName().toString().equals(nameOf(seal, numberOf(seal)))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Compares a journal with how far it had come at least.
     *
     * @param lastNumber of its newest record
     * @throws JournalDamaged if it is an older copy
     */
    public void check(long lastNumber) throws IOException, JournalDamaged {
        for (Path seal : seals()) {
            if (numberOf(seal) > lastNumber) {
                throw new JournalDamaged(
                        "record " + numberOf(seal) + " was acknowledged, an older copy ends with " + lastNumber);
            }
        }
    }

    /** Puts another in the place of all there are, for a journal that has come so far. */
    public void renew(long lastNumber) throws IOException {
        Path seal = current;
        if (seal != null) {
            String name = seal.getFileName().toString();
            // Another name is all that it takes; a new file each time made a purge three times as slow.
            Path next = folder.resolve(PREFIX + lastNumber + name.substring(name.indexOf('-')));
            try {
                current = Files.move(seal, next, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (NoSuchFileException somebodyTookIt) {
                current = null;
            }
        }
        current = makeAnew(lastNumber);
    }

    private Path makeAnew(long lastNumber) throws IOException {
        List<Path> before = seals();
        Path fresh = folder.resolve(FRESH);
        Files.deleteIfExists(fresh);
        Files.createFile(fresh);
        Path seal = folder.resolve(nameOf(fresh, lastNumber));
        Files.move(fresh, seal, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        for (Path older : before) {
            if (!older.equals(seal)) {
                Files.deleteIfExists(older);
            }
        }
        return seal;
    }

    private List<Path> seals() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** A name that says no number says one that no journal has. */
    private static long numberOf(Path seal) {
        String name = seal.getFileName().toString().substring(PREFIX.length());
        return name.matches("\\d{1,18}-.*") ? Long.parseLong(name.substring(0, name.indexOf('-'))) : Long.MAX_VALUE;
    }

    private static String nameOf(Path file, long lastNumber) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return PREFIX
                + lastNumber
                + '-'
                + JournalHome.number(file)
                + '-'
                + attributes.creationTime().to(TimeUnit.NANOSECONDS);
    }
}
