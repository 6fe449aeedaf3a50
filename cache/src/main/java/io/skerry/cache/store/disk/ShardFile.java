package io.skerry.cache.store.disk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.skerry.cache.store.StoreUnusable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.core.io.BackgroundResourceReleaser;
import net.openhft.chronicle.hash.ChronicleHashCorruption;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a {@link Shard}, and how a map comes out of it: a file closed cleanly carries a marker and is opened as it is; without the
 * marker it is recovered, which checks every segment. Store threads only.
 */
final class ShardFile {

    private static final Logger LOG = LoggerFactory.getLogger(ShardFile.class);
    private static final int MOST_MARKER_BYTES = 100;

    /** What stands in the marker of a file that was made to its end and is in use: not closed cleanly, but whole enough to be recovered. */
    private static final String MADE = "made";

    /** Where Chronicle Map says how long its header is: not more than 0, in the machine's order, until the file is made. */
    private static final int HEADER_LENGTH_AT = 8;

    private final Path path;
    private final Path markerFile;
    private final ShardLayout layout;
    /** The map's own file; null before it was opened. */
    private volatile @Nullable FileIdentity opened;

    private enum Trust {
        /** Closed cleanly, or not there yet. */
        WHOLE,
        /** To be looked through first. */
        RECOVERED
    }

    ShardFile(Path path, ShardLayout layout) {
        this.path = path;
        this.markerFile = path.resolveSibling(path.getFileName() + ".clean");
        this.layout = layout;
    }

    Path path() {
        return path;
    }

    /**
     * Has Chronicle Map loaded, which asks to be told of the process's end, and cannot once that has begun. To be called before a file is
     * touched: a file that does not open for that reason would pass for a damaged one, and be made anew.
     *
     * @throws StoreUnusable if the process is ending
     */
    static void requireMaps() {
        try {
            // Asked first: once refused, Chronicle Map's own thread would end in a stack trace.
            Thread asking = new Thread();
            Runtime.getRuntime().addShutdownHook(asking);
            Runtime.getRuntime().removeShutdownHook(asking);
            BackgroundResourceReleaser.isOnBackgroundResourceReleaserThread();
        } catch (IllegalStateException | LinkageError refused) {
            throw new StoreUnusable("the disk tier cannot be loaded", refused);
        }
    }

    /**
     * Opens, recovers or makes the file. From here on it counts as not closed.
     *
     * @throws IOException also for a file that whoever made it did not finish: Chronicle Map would wait a minute for that; and where the
     *     system does not tell whether there is one, or does not map it: Chronicle Map would make it anew, or spoil its header
     */
    ChronicleMap<Long, ByteBuffer> open() throws IOException {
        if (!isThere()) {
            return make();
        }
        requireReach();
        String marker = marker();
        if (!isMade()) {
            requireMadeOnce(marker);
        }
        boolean clean = marker.equals(mark());
        if (!marker.equals(MADE)) {
            noteMade();
        }
        return map(clean ? Trust.WHOLE : Trust.RECOVERED);
    }

    /** Chronicle Map takes a file for not made while it recovers it, and a process may end in the middle of that. */
    private void requireMadeOnce(String marker) throws IOException {
        if (!marker.equals(MADE)) {
            forgetMarker();
            throw new IOException("it was not made to its end");
        }
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.read(length, HEADER_LENGTH_AT);
            channel.write(length.putInt(0, length.getInt(0) & Integer.MAX_VALUE).flip(), HEADER_LENGTH_AT);
        }
    }

    /** Notes that the file was made to its end, in place of any mark that it was closed cleanly; a full disk has to do without. */
    private void noteMade() throws IOException {
        forgetMarker();
        try {
            // Not into what may stand in its place: a pipe would keep the thread waiting.
            Files.writeString(markerFile, MADE, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException full) {
            LOG.debug("{}: no note that it was made", path, full);
        }
    }

    private void forgetMarker() throws IOException {
        try {
            Files.deleteIfExists(markerFile);
        } catch (DirectoryNotEmptyException strange) {
            LOG.debug("{}: a folder says nothing", markerFile);
        }
    }

    private boolean isThere() throws IOException {
        try {
            Files.readAttributes(path, BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException missing) {
            return false;
        }
    }

    private boolean isMade() throws IOException {
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.read(length, HEADER_LENGTH_AT) == Integer.BYTES && length.getInt(0) > 0;
        }
    }

    /** Whether the system opens the file and maps as much as it is long, whatever is in it. One that is not there would be made. */
    boolean isReachable() {
        try {
            requireReach();
            return true;
        } catch (NoSuchFileException missing) {
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private void requireReach() throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Arena arena = Arena.ofConfined()) {
            channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
        }
    }

    /** Makes the file anew, empty. */
    ChronicleMap<Long, ByteBuffer> make() throws IOException {
        Files.createDirectories(path.getParent());
        forgetMarker();
        Files.deleteIfExists(path);
        ChronicleMap<Long, ByteBuffer> made = map(Trust.WHOLE);
        noteMade();
        return made;
    }

    /**
     * Whether the map's file is still where it was opened: what is put into the map of one that is not ends with the process.
     *
     * @throws NoSuchFileException if it is gone, or something else is in its place
     */
    void requireInPlace() throws IOException {
        FileIdentity own = opened;
        if (own == null || !own.isInPlace()) {
            throw new NoSuchFileException(path.toString(), null, "it is gone, or another file is in its place");
        }
    }

    /** Returns when what was put into the map is on the device: the system writes mapped pages with the file. */
    void sync() throws IOException {
        requireInPlace();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Notes that the map was closed cleanly. */
    void markClean() throws IOException {
        requireInPlace();
        Files.writeString(markerFile, mark());
    }

    /** What the marker says, empty where there is none. */
    private String marker() throws IOException {
        return Files.exists(markerFile) ? new String(SmallFile.read(markerFile, MOST_MARKER_BYTES), ISO_8859_1) : "";
    }

    /** The marker of a clean file names size and time of the file it was left beside: one changed since is looked through as after a crash. */
    private String mark() throws IOException {
        return Files.size(path) + " " + Files.getLastModifiedTime(path).to(TimeUnit.NANOSECONDS);
    }

    private ChronicleMap<Long, ByteBuffer> map(Trust trust) throws IOException {
        RecordMarshaller marshaller = new RecordMarshaller();
        Room room = layout.room();
        int chunks = layout.chunksPerSegment();
        ChronicleMapBuilder<Long, ByteBuffer> builder = ChronicleMap.of(Long.class, ByteBuffer.class)
                .name(path.getFileName().toString())
                .valueMarshallers(marshaller, marshaller)
                .averageValueSize(4.0 * room.chunkBytes)
                .actualChunkSize(room.chunkBytes)
                .actualChunksPerSegmentTier(chunks)
                .entriesPerSegment(Math.max(1, chunks / 4))
                .actualSegments(layout.segments())
                .allowSegmentTiering(false)
                .maxBloatFactor(1)
                .checksumEntries(false)
                .putReturnsNull(true)
                .removeReturnsNull(true)
                .sparseFile(false)
                // Its own would close the maps while the node still drains.
                .skipCloseOnExitHook(true)
                .entries((long) layout.segments() * Math.max(1, chunks / 4));
        ChronicleMap<Long, ByteBuffer> map = switch (trust) {
            case WHOLE -> builder.createPersistedTo(path.toFile());
            case RECOVERED -> builder.recoverPersistedTo(path.toFile(), true, this::putRight);
        };
        try {
            opened = FileIdentity.of(path);
            return map;
        } catch (IOException | RuntimeException untold) {
            map.close();
            throw untold;
        }
    }

    /** What a map that was not closed left half done is no error, and each record is verified when it is read: Chronicle Map would say it as such. */
    private void putRight(ChronicleHashCorruption found) {
        LOG.debug("{}: put right: {}", path, found.message());
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
