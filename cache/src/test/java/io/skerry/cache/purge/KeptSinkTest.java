package io.skerry.cache.purge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.skerry.cache.purge.journal.JournalLock;
import io.skerry.cache.purge.journal.JournalProgress;
import io.skerry.cache.purge.journal.JournalSeal;
import io.skerry.cache.purge.journal.RecordSink;
import io.skerry.cache.purge.record.ClusterPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Purges go on where the seal of their journal cannot be renewed, and that is said once. */
class KeptSinkTest {

    @TempDir
    Path home;

    private final Logger log = (Logger) LoggerFactory.getLogger(KeptSink.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private JournalLock lock;
    private long appended;

    @BeforeEach
    void listen() throws IOException {
        lock = JournalLock.take(home);
        lines.start();
        log.addAppender(lines);
        // They are brought about on purpose.
        log.setAdditive(false);
    }

    @AfterEach
    void stopListening() throws IOException {
        log.detachAppender(lines);
        log.setAdditive(true);
        lock.close();
    }

    @Test
    void seal_that_cannot_be_renewed_is_said_once_and_once_more_when_it_can() throws IOException {
        Path folder = home.resolve("gone");
        KeptSink sink = new KeptSink(new Counted(), new JournalSeal(folder), lock);
        for (int number = 1; number <= 3; number++) {
            sink.append(List.of(), new JournalProgress(number, 0, ClusterPosition.NONE));
        }
        assertThat(appended).isEqualTo(3);
        assertThat(lines.list).hasSize(1);

        Files.createDirectory(folder);
        sink.append(List.of(), new JournalProgress(4, 0, ClusterPosition.NONE));
        sink.append(List.of(), new JournalProgress(5, 0, ClusterPosition.NONE));

        assertThat(lines.list)
                .hasSize(2)
                .last()
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEqualTo("the seal of the purge journal is renewed again");
    }

    /** Counts what is appended. */
    private final class Counted implements RecordSink {
        @Override
        public void append(List<byte[]> frames, JournalProgress progress) {
            appended++;
        }

        @Override
        public long retire(long number, long standIn) {
            return 0;
        }

        @Override
        public long sizeBytes() {
            return 0;
        }

        @Override
        public void close(JournalProgress progress) {}
    }
}
