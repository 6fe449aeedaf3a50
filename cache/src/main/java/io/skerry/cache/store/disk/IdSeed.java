package io.skerry.cache.store.disk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where the ids of one run of a store begin: at what the clock says, and above those of the runs before also where the clock was set back
 * since. Of two records of one variant the larger id is the newer one, and what a run finds with an id of its own it takes for written just now.
 *
 * <p>The file {@code ids} in the cache folder says where the last run began. Without it the clock alone counts.
 */
final class IdSeed {

    private static final String VERSION = "skerry-ids-1 ";
    private static final int MOST_BYTES = 100;
    /** No run writes so many records; of the clock they are a quarter of a minute. */
    private static final long MOST_OF_A_RUN = 1L << 34;

    private final Path file;
    private final long first;

    /** The seed of a run that begins now. Reads the file. */
    IdSeed(Path folder, long ofClock) {
        file = folder.resolve("ids");
        first = Math.max(ofClock, last() + MOST_OF_A_RUN);
    }

    /** The first id of this run. */
    long first() {
        return first;
    }

    /** Notes it for the next run; whole or not at all. */
    void note() throws IOException {
        Path fresh = file.resolveSibling("ids.new");
        Files.writeString(fresh, VERSION + first);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Where the last run began; 0 where that is not known. */
    private long last() {
        try {
            String text = new String(SmallFile.read(file, MOST_BYTES), ISO_8859_1);
            String digits = text.startsWith(VERSION) ? text.substring(VERSION.length()) : "";
            return digits.matches("[1-8]?\\d{1,18}") ? Long.parseLong(digits) : 0;
        } catch (IOException missingOrUnreadable) {
            return 0;
        }
    }
}
