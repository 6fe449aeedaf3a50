package io.skerry.cache.store.disk;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Where segment files lie: {@code segments/xx/<id>.seg}, {@code xx} the lowest byte of the id. */
final class SegmentFolder {

    private static final String SUFFIX = ".seg";
    private static final String UNFINISHED = ".part";
    private static final int ID_DIGITS = 16;

    private final Path folder;
    private final DiskFiles files;
    private final Queue<Path> left = new ConcurrentLinkedQueue<>();

    SegmentFolder(Path folder, DiskFiles files) {
        this.folder = folder;
        this.files = files;
    }

    DiskFiles files() {
        return files;
    }

    Path file(long fileId) {
        return named(fileId, SUFFIX);
    }

    Path unfinished(long fileId) {
        return named(fileId, UNFINISHED);
    }

    private Path named(long fileId, String suffix) {
        String hex = HexFormat.of().toHexDigits(fileId);
        return folder.resolve(hex.substring(ID_DIGITS - 2)).resolve(hex + suffix);
    }

    void delete(long fileId) throws IOException {
        delete(file(fileId));
    }

    /** Deletes a file; one that cannot be deleted now is tried again with {@link #deleteLeft}. */
    void delete(Path file) throws IOException {
        try {
            files.delete(file);
        } catch (IOException e) {
            left.add(file);
            throw e;
        }
    }

    /** Deletes what could not be deleted before, as far as that works now: no entry counts the room of such a file. */
    void deleteLeft() {
        for (int i = left.size(); i > 0; i--) {
            Path file = left.poll();
            try {
                if (file != null) {
                    files.delete(file);
                }
            } catch (IOException e) {
                left.add(file);
            }
        }
    }

    /**
     * Deletes what no record knows. What cannot be deleted, or not be looked into, keeps nothing else.
     *
     * @param before only files made before this id: newer ones are being written now
     * @throws IOException the first of the failures; a file is tried again with {@link #deleteLeft}
     */
    void deleteOrphans(long before, LongPredicate known) throws IOException {
        Orphans orphans = new Orphans(before, known);
        Files.walkFileTree(folder, orphans);
        if (orphans.failure != null) {
            throw orphans.failure;
        }
    }

    private final class Orphans extends SimpleFileVisitor<Path> {

        private final long before;
        private final LongPredicate known;
        private @Nullable IOException failure;

        Orphans(long before, LongPredicate known) {
            this.before = before;
            this.known = known;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString();
            long id = idOf(name);
            if (attributes.isRegularFile() && id < before && !(name.endsWith(SUFFIX) && known.test(id))) {
                try {
                    delete(file);
                } catch (IOException e) {
                    failed(e);
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return failed(e);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path part, @Nullable IOException e) {
            return e == null ? FileVisitResult.CONTINUE : failed(e);
        }

        private FileVisitResult failed(IOException e) {
            failure = failure == null ? e : failure;
            return FileVisitResult.CONTINUE;
        }
    }

    private static long idOf(String name) {
        String digits = name.length() > ID_DIGITS ? name.substring(0, ID_DIGITS).toLowerCase(Locale.ROOT) : "";
        return digits.chars().allMatch(HexFormat::isHexDigit) && !digits.isEmpty()
                ? HexFormat.fromHexDigitsToLong(digits)
                : 0;
    }
}
