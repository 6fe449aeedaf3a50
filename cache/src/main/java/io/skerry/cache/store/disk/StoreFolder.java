package io.skerry.cache.store.disk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.skerry.cache.purge.journal.LockFile;
import io.skerry.cache.store.StoreInUse;
import io.skerry.cache.store.StoreSettings.DiskSettings;
import io.skerry.cache.store.StoreSettings.Retention;
import io.skerry.cache.store.StoreUnusable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache folder, held exclusively: its lock, how large it really is, and its parts.
 *
 * <p>The real size is the configured one, or what the file system can give; it is kept in the file {@code layout} as long as
 * the configured size stays the same, so that a restart finds the shards it made. Another size starts afresh.
 */
final class StoreFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreFolder.class);
    private static final String LAYOUT_VERSION = "skerry-store-3";
    private static final double USABLE_SHARE = 0.9;
    private static final int MOST_LAYOUT_BYTES = 200;
    /** As {@link ShardLayout#files} names them, with the marker of a clean end. */
    private static final Pattern SHARD = Pattern.compile("([a-z]+-v\\d+-\\d+x\\d+x\\d+-\\d+\\.map)(?:\\.clean)?");

    private final Path folder;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final FileIdentity lockIdentity;
    private final long sizeBytes;

    private StoreFolder(Path folder, FileChannel lockFile, FileLock lock, DiskSettings settings) throws IOException {
        this.folder = folder;
        this.lockFile = lockFile;
        this.lock = lock;
        this.lockIdentity = FileIdentity.of(folder.resolve("lock"));
        this.sizeBytes = decideSize(settings);
        Files.createDirectories(segments());
        Files.createDirectories(shards());
    }

    /**
     * Takes the folder for this process.
     *
     * @throws StoreInUse if another process has it
     * @throws StoreUnusable if it cannot be written or has no room
     */
    static StoreFolder take(DiskSettings settings) {
        Path folder = settings.folder().toAbsolutePath();
        try {
            Files.createDirectories(folder);
            FileChannel lockFile = LockFile.open(folder.resolve("lock"));
            FileLock lock = tryLock(lockFile);
            if (lock == null) {
                lockFile.close();
                throw new StoreInUse(folder);
            }
            return taken(folder, lockFile, lock, settings);
        } catch (IOException | UncheckedIOException e) {
            throw new StoreUnusable("the cache folder " + folder + " cannot be used", e);
        }
    }

    private static StoreFolder taken(Path folder, FileChannel lockFile, FileLock lock, DiskSettings settings)
            throws IOException {
        try {
            return new StoreFolder(folder, lockFile, lock, settings);
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by another store of this very process.
            return null;
        }
    }

    /** Whether what lies at the folder's path is what was taken: in another one's place, nothing may be made or deleted by its path. */
    boolean isInPlace() {
        try {
            return lockIdentity.isInPlace();
        } catch (IOException unknown) {
            // A disk that fails says nothing of that; what is done on it fails for itself.
            return true;
        }
    }

    /** What everything in the folder may take together. */
    long sizeBytes() {
        return sizeBytes;
    }

    Path path() {
        return folder;
    }

    Path shards() {
        return folder.resolve("shards");
    }

    Path segments() {
        return folder.resolve("segments");
    }

    /**
     * Deletes the files of shards that are cut otherwise than those of this version: nobody opens them, and no bound counts them. What else
     * lies in the folder is not ours.
     *
     * @param names of the files in use
     */
    void keepShards(Set<String> names) {
        try (Stream<Path> files = Files.list(shards())) {
            for (Path file : files.toList()) {
                Matcher shard = SHARD.matcher(file.getFileName().toString());
                if (shard.matches() && !names.contains(shard.group(1))) {
                    Files.delete(file);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("shards of another version cannot be deleted in {}: {}", shards(), e.toString());
        }
    }

    private long decideSize(DiskSettings settings) throws IOException {
        long configuredBytes = settings.sizeBytes();
        String configured = "configured "
                + switch (settings.sizing()) {
                    case GIVEN -> Long.toString(configuredBytes);
                    case FROM_FREE_SPACE -> "free-space";
                };
        Path layout = folder.resolve("layout");
        // Any bytes are some text: a damaged file starts afresh, and is no reason not to start.
        List<String> known = new String(SmallFile.read(layout, MOST_LAYOUT_BYTES), ISO_8859_1)
                .lines()
                .toList();
        if (settings.retention() == Retention.KEEP
                && known.size() == 3
                && known.get(0).equals(LAYOUT_VERSION)
                && known.get(1).equals(configured)
                && known.get(2).matches("actual \\d{1,18}")) {
            long actual = Long.parseLong(known.get(2).substring("actual ".length()));
            if (actual >= DiskSettings.MIN_SIZE_BYTES && actual <= mostBytes(settings)) {
                return actual;
            }
        }
        if (settings.retention() == Retention.KEEP && !known.isEmpty()) {
            LOG.warn("what {} holds is laid out for another size or by another version: starting empty", folder);
        }
        clear(shards());
        clear(segments());
        long usable = (long) (Files.getFileStore(folder).getUsableSpace() * USABLE_SHARE);
        long actual = Math.min(configuredBytes, usable);
        if (actual < DiskSettings.MIN_SIZE_BYTES) {
            throw new StoreUnusable("no room for a cache in " + folder + ": " + usable + " bytes can be used");
        }
        if (actual < configuredBytes) {
            LOG.warn("only {} of {} bytes of cache fit on the file system of {}", actual, configuredBytes, folder);
        }
        Path fresh = layout.resolveSibling("layout.new");
        Files.write(fresh, List.of(LAYOUT_VERSION, configured, "actual " + actual));
        Files.move(fresh, layout, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return actual;
    }

    // A digit more in a damaged file would be a bound ten times as large.
    private long mostBytes(DiskSettings settings) throws IOException {
        return switch (settings.sizing()) {
            case GIVEN -> settings.sizeBytes();
            case FROM_FREE_SPACE -> Files.getFileStore(folder).getTotalSpace();
        };
    }

    private static void clear(Path part) throws IOException {
        if (!Files.exists(part)) {
            return;
        }
        try (Stream<Path> files = Files.walk(part)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            lockFile.close();
        } catch (IOException e) {
            LOG.warn("the lock of {} could not be given back", folder, e);
        }
    }
}
