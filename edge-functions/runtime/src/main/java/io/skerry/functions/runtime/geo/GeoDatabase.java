package io.skerry.functions.runtime.geo;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * An open database of places in the MaxMind format, held in memory and replaced whole when its file changes.
 *
 * <p>Understands the layout of GeoIP2 and GeoLite2 ({@code country.iso_code}) and that of ip-location-db ({@code
 * country_code}). Look-ups are safe from any thread and never block; opening and reloading read the file and belong on a
 * worker.
 */
public final class GeoDatabase {

    /** How a reload ended. */
    public enum Reload {
        /** The file is the one in use. */
        UNCHANGED,
        /** A new file is in use. */
        RELOADED
    }

    /** A file may have so much of the heap, in which the one that it replaces still is. */
    private static final int MOST_OF_HEAP = 2;

    private record Loaded(Reader reader, FileTime modified, long lengthBytes) {}

    private final Path file;
    private final LongAdder failures = new LongAdder();
    private volatile Loaded loaded;

    private GeoDatabase(Path file, Loaded loaded) {
        this.file = file;
        this.loaded = loaded;
    }

    /**
     * Opens a database.
     *
     * @param file a file in the MaxMind format, version 2
     * @return the open database
     * @throws GeoFileException when the file is missing, not readable or damaged
     */
    public static GeoDatabase open(Path file) throws GeoFileException {
        return new GeoDatabase(file, load(file));
    }

    /**
     * Looks for a new file and takes it into use; a missing or damaged one changes nothing.
     *
     * @return whether there was a new file
     * @throws GeoFileException when there is a new file that cannot be used; the database in use stays
     */
    public Reload reload() throws GeoFileException {
        try {
            Loaded current = loaded;
            if (Files.getLastModifiedTime(file).equals(current.modified())
                    && Files.size(file) == current.lengthBytes()) {
                return Reload.UNCHANGED;
            }
        } catch (IOException unreadable) {
            throw unusable(file, unreadable);
        }
        loaded = load(file);
        return Reload.RELOADED;
    }

    /**
     * Finds the place of an address.
     *
     * @param address IPv4 or IPv6
     * @return unknown when the database does not know it, or is damaged there (which is counted)
     */
    public GeoPlace lookup(InetAddress address) {
        try {
            return GeoRecord.place(loaded.reader().get(address, Map.class));
        } catch (IOException | RuntimeException | StackOverflowError damaged) {
            // The reader follows records that name themselves until the stack ends.
            failures.increment();
            return GeoPlace.unknown();
        }
    }

    /**
     * Counts look-ups that met damaged data.
     *
     * @return since the database was opened
     */
    public long failures() {
        return failures.sum();
    }

    /**
     * The kind of database, as it names itself.
     *
     * @return such as {@code GeoLite2-Country}
     */
    public String type() {
        return loaded.reader().getMetadata().databaseType();
    }

    /**
     * The age of the data.
     *
     * @param now the current time
     * @return since the database was built by its publisher; never negative
     */
    public Duration age(Instant now) {
        Duration age = Duration.between(loaded.reader().getMetadata().buildTime(), now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static Loaded load(Path file) throws GeoFileException {
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            long lengthBytes = Files.size(file);
            if (lengthBytes > Runtime.getRuntime().maxMemory() / MOST_OF_HEAP) {
                throw new IOException("its " + lengthBytes + " bytes are too many for this heap");
            }
            // A stream is read into the heap. A mapped file that is replaced in place would crash the process.
            try (InputStream bytes = Files.newInputStream(file)) {
                Reader reader = new Reader(bytes, new CHMCache());
                DatabaseProbe.check(reader);
                return new Loaded(reader, modified, lengthBytes);
            }
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError unusable) {
            throw unusable(file, unusable);
        }
    }

    private static GeoFileException unusable(Path file, Throwable cause) {
        String what = switch (cause) {
            case NoSuchFileException _ -> "no such file";
            case StackOverflowError _ -> "not a usable MaxMind database (a record that contains itself)";
            case OutOfMemoryError _ -> "the heap has no room for it";
            default -> "not a usable MaxMind database (" + cause.getMessage() + ")";
        };
        return new GeoFileException("geo database " + file + ": " + what, cause);
    }
}
