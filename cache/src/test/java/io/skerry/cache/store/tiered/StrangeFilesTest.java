package io.skerry.cache.store.tiered;

import static io.skerry.cache.store.tiered.Samples.NO_INPUTS;
import static io.skerry.cache.store.tiered.Samples.body;
import static io.skerry.cache.store.tiered.Samples.head;
import static io.skerry.cache.store.tiered.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.cache.key.VariantKey;
import io.skerry.cache.purge.journal.JournalLock;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.StoreUnusable;
import io.skerry.cache.store.disk.DiskPace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no file in a file's place: nobody waits for it, and no more of it is read than fits. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StrangeFilesTest {

    private static final int FILE_LENGTH = 2_000_000;

    @TempDir
    Path folder;

    private final PurgeScript purges = new PurgeScript(Samples.INCARNATION);

    private StoreDriver open() {
        return new StoreDriver(Arrangement.MEMORY_AND_DISK.open(folder, purges, DiskPace.NORMAL));
    }

    private static void put(StoreDriver driver, String path, int length) {
        assertThat(driver.put(head(path, VariantKey.none(), 1, 0, Set.of()), body(path, 1, length)))
                .isEqualTo(new Commit.Stored());
    }

    private static void pipe(Path file) throws IOException, InterruptedException {
        Files.deleteIfExists(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
    }

    private List<Path> files(String suffix) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(suffix)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void segment_file_that_is_a_pipe_is_a_miss() throws Exception {
        StoreDriver driver = open();
        put(driver, "/film", FILE_LENGTH);
        driver.awaitWritten();
        driver.closeWithoutLeaks();
        pipe(files(".seg").getFirst());
        StoreDriver again = open();

        assertThat(again.lookup(key("/film"), NO_INPUTS)).isEqualTo(Lookup.NONE);
        put(again, "/film", FILE_LENGTH);
        assertThat(again.get(key("/film"))).hasValue(body("/film", 1, FILE_LENGTH));
        again.closeWithoutLeaks();
    }

    @ParameterizedTest
    @ValueSource(strings = {"layout", "ids", "hottest"})
    void small_file_that_is_a_pipe_or_never_ends_is_made_anew(String name) throws Exception {
        StoreDriver driver = open();
        put(driver, "/page", 1000);
        driver.closeWithoutLeaks();
        pipe(folder.resolve(name));
        open().closeWithoutLeaks();
        assertThat(folder.resolve(name)).isRegularFile();

        Files.delete(folder.resolve(name));
        Files.createSymbolicLink(folder.resolve(name), Path.of("/dev/zero"));
        open().closeWithoutLeaks();
        assertThat(folder.resolve(name)).isRegularFile();
    }

    @Test
    void marker_of_a_shard_that_is_a_pipe_is_none() throws Exception {
        StoreDriver driver = open();
        put(driver, "/page", 1000);
        driver.closeWithoutLeaks();
        for (Path marker : files(".clean")) {
            pipe(marker);
        }
        StoreDriver again = open();

        assertThat(again.get(key("/page"))).hasValue(body("/page", 1, 1000));
        again.closeWithoutLeaks();
    }

    @Test
    void lock_that_is_a_pipe_is_refused() throws Exception {
        pipe(folder.resolve("lock"));
        pipe(folder.resolve("purge.lock"));

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnusable.class)
                .hasRootCauseMessage(folder.resolve("lock") + ": not a regular file");
        assertThatThrownBy(() -> JournalLock.take(folder)).hasMessageEndingWith("purge.lock: not a regular file");
    }

    @Test
    void layout_that_names_more_than_was_configured_is_damaged() throws Exception {
        StoreDriver driver = open();
        put(driver, "/page", 1000);
        driver.closeWithoutLeaks();
        Path layout = folder.resolve("layout");
        String sound = Files.readString(layout, StandardCharsets.ISO_8859_1);
        Files.writeString(layout, sound.replaceAll("actual (\\d+)", "actual $10"));
        open().closeWithoutLeaks();

        assertThat(layout).hasContent(sound);
    }
}
