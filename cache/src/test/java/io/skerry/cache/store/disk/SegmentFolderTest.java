package io.skerry.cache.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that no record knows. */
class SegmentFolderTest {

    private static final long FIRST_OF_THIS_RUN = 100;
    private static final long KNOWN = 7;

    @TempDir
    Path folder;

    private boolean refuses = true;

    private final DiskFiles files = new DiskFiles() {
        @Override
        public void delete(Path file) throws IOException {
            if (refuses && file.getFileName().toString().endsWith("1.part")) {
                throw new FileSystemException(file.toString(), null, "Operation not permitted");
            }
            DiskFiles.super.delete(file);
        }
    };

    @Test
    void what_cannot_be_deleted_keeps_nothing_else_and_is_tried_again() throws IOException {
        SegmentFolder segments = new SegmentFolder(folder, files);
        Path refused = made(segments.unfinished(1));
        Path unknown = made(segments.file(2));
        Path kept = made(segments.file(KNOWN));
        Path newer = made(segments.unfinished(FIRST_OF_THIS_RUN));

        assertThatThrownBy(() -> segments.deleteOrphans(FIRST_OF_THIS_RUN, id -> id == KNOWN))
                .isInstanceOf(FileSystemException.class);

        assertThat(unknown).doesNotExist();
        assertThat(refused).exists();
        refuses = false;
        segments.deleteLeft();
        assertThat(refused).doesNotExist();
        assertThat(kept).exists();
        assertThat(newer).exists();
    }

    private static Path made(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }
}
