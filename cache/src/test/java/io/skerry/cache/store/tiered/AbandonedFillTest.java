package io.skerry.cache.store.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.ResponseSink.Role;
import io.skerry.cache.store.SinkOpening;
import io.skerry.cache.store.StoreSettings;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A response that cannot be stored, while its first bytes are still at hand. */
class AbandonedFillTest {

    private static final int MAX_OBJECT = 100_000;

    @Test
    void nobody_follows_what_its_writer_was_told_to_give_up() {
        TieredStore store = TieredStore.open(
                new StoreSettings(StoreSettings.MIN_MEMORY_BYTES, Optional.empty(), MAX_OBJECT),
                new PurgeScript(Samples.INCARNATION),
                InstantSource.system());
        StoreDriver driver = new StoreDriver(store);
        ResponseSink sink = ((SinkOpening.Open) store.open(Samples.key("/a"), OptionalLong.empty())).sink();
        BodyLease leader = sink.reader(Role.LEADER);
        sink.write(ByteBuffer.wrap(Samples.body("/a", 1, MAX_OBJECT + 1)));
        BodyLease follower = sink.follow().orElseThrow();
        leader.close();
        assertThat(sink.abandoned()).isFalse();
        follower.close();

        assertThat(sink.abandoned()).isTrue();
        assertThat(sink.follow()).isEmpty();

        sink.abort();
        driver.closeWithoutLeaks();
    }
}
