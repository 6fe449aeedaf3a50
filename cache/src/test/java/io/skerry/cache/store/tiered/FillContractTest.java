package io.skerry.cache.store.tiered;

import static io.skerry.cache.store.tiered.Samples.NO_INPUTS;
import static io.skerry.cache.store.tiered.Samples.body;
import static io.skerry.cache.store.tiered.Samples.head;
import static io.skerry.cache.store.tiered.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.cache.key.VariantKey;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.BodyRead.BodyFault;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.ResponseSink.Role;
import io.skerry.cache.store.SinkOpening;
import io.skerry.cache.store.SinkOpening.RefusedReason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises of responses that are on their way into it. */
class FillContractTest extends EveryArrangement {

    private final List<BodyLease> readers = new ArrayList<>();

    FillContractTest(Arrangement arrangement) {
        super(arrangement);
    }

    @AfterEach
    void readers_leave() {
        readers.forEach(BodyLease::close);
    }

    private BodyLease reader(ResponseSink sink, Role role) {
        BodyLease reader = sink.reader(role);
        readers.add(reader);
        return reader;
    }

    private void assertNothingIsStored() {
        assertThat(driver.lookup(key("/a"), NO_INPUTS)).isEqualTo(Lookup.NONE);
    }

    @Test
    void body_of_undeclared_length_takes_no_more_than_its_slot_when_stored() {
        byte[] body = body("/chunked", 1, 1_300);
        ResponseSink sink = driver.sink(key("/chunked"), OptionalLong.empty());
        for (int at = 0; at < body.length; at += 100) {
            sink.write(ByteBuffer.wrap(body, at, 100));
        }
        StoreDriver.await(sink.commit(head("/chunked")));

        assertThat(driver.get(key("/chunked"))).contains(body);
        assertThat(store.stats().memory().bytes(Use.HOT)).isLessThanOrEqualTo(1_536);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 3_000_000})
    void fill_that_started_before_a_purge_is_delivered_and_not_stored(int length) {
        byte[] body = body("/a", 1, length);
        ResponseSink sink = driver.sink(key("/a"), OptionalLong.of(length));
        BodyLease reader = reader(sink, Role.LEADER);
        CompletionStage<Commit> filled = StoreDriver.beside(() -> {
            StoreDriver.write(sink, body);
            purges.purgeTag("t");
            return StoreDriver.await(sink.commit(head("/a", VariantKey.none(), 1, 0, Set.of("t"))));
        });

        assertThat(StoreDriver.readAll(reader)).isEqualTo(body);
        assertThat(StoreDriver.await(filled)).isInstanceOf(Commit.NotStored.class);
        assertNothingIsStored();
    }

    @Test
    void aborted_fill_stores_nothing_and_its_reader_fails_where_the_bytes_end() {
        ResponseSink sink = driver.sink(key("/a"), OptionalLong.of(1000));
        BodyLease reader = reader(sink, Role.LEADER);
        sink.write(ByteBuffer.wrap(body("/a", 1, 1000), 0, 400));
        sink.abort();

        ByteArrayOutputStream received = new ByteArrayOutputStream();
        assertThat(StoreDriver.drain(reader, received)).isEqualTo(new BodyRead.Failed(BodyFault.FILL_ABORTED));
        assertThat(received.size()).isEqualTo(400);
        assertNothingIsStored();
    }

    @Test
    void reader_that_waits_gets_what_arrives_and_then_the_end() {
        ResponseSink sink = driver.sink(key("/a"), OptionalLong.empty());
        BodyLease reader = reader(sink, Role.FOLLOWER);
        BodyRead.Later waiting = (BodyRead.Later) reader.read(0, 100);
        sink.write(ByteBuffer.wrap(body("/a", 1, 10)));
        ((BodyRead.Bytes) StoreDriver.await(waiting.ready())).release().run();
        BodyRead.Later atTheEnd = (BodyRead.Later) reader.read(10, 100);
        StoreDriver.await(sink.commit(head("/a")));

        assertThat(StoreDriver.await(atTheEnd.ready())).isEqualTo(BodyRead.END);
        assertThat(reader.read(10, 100)).isEqualTo(BodyRead.END);
    }

    @Test
    void sink_ends_once() {
        ResponseSink sink = driver.sink(key("/a"), OptionalLong.empty());
        sink.abort();

        assertThatThrownBy(sink::abort).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sink.commit(head("/a"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sink.write(ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void body_shorter_than_declared_is_never_stored() {
        ResponseSink sink = driver.sink(key("/a"), OptionalLong.of(1000));
        sink.write(ByteBuffer.wrap(body("/a", 1, 999)));

        assertThatThrownBy(() -> sink.commit(head("/a"))).isInstanceOf(IllegalStateException.class);
        assertNothingIsStored();
    }

    @ParameterizedTest
    @ValueSource(ints = {60_000, 900_000})
    void readers_at_different_paces_all_get_the_whole_body(int length) {
        byte[] body = body("/a", 1, length);
        ResponseSink sink = driver.sink(key("/a"), OptionalLong.empty());
        BodyLease quick = reader(sink, Role.LEADER);
        BodyLease slow = reader(sink, Role.FOLLOWER);
        CompletionStage<byte[]> received = StoreDriver.beside(() -> StoreDriver.readAll(quick));
        StoreDriver.write(sink, body);
        BodyLease late = reader(sink, Role.FOLLOWER);
        assertThat(StoreDriver.await(sink.commit(head("/a")))).isEqualTo(new Commit.Stored());

        assertThat(StoreDriver.await(received)).isEqualTo(body);
        assertThat(StoreDriver.readAll(slow)).isEqualTo(body);
        assertThat(StoreDriver.readAll(late)).isEqualTo(body);
        assertThat(driver.get(key("/a"))).contains(body);
    }

    @Test
    void response_longer_than_allowed_is_refused_when_declared() {
        assertThat(store.open(key("/a"), OptionalLong.of(Arrangement.MAX_OBJECT + 1)))
                .isEqualTo(new SinkOpening.Refused(RefusedReason.TOO_LARGE));
    }

    @Test
    void response_that_grows_beyond_what_is_allowed_is_delivered_and_not_stored() {
        byte[] body = body("/a", 1, (int) Arrangement.MAX_OBJECT + 3_000_000);
        ResponseSink sink = driver.sink(key("/a"), OptionalLong.empty());
        BodyLease leader = reader(sink, Role.LEADER);
        BodyLease asleep = reader(sink, Role.FOLLOWER);
        CompletionStage<Commit> filled = StoreDriver.beside(() -> StoreDriver.fill(sink, body, head("/a")));

        assertThat(StoreDriver.readAll(leader)).isEqualTo(body);
        assertThat(StoreDriver.await(filled)).isEqualTo(new Commit.NotStored(RefusedReason.TOO_LARGE));
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        assertThat(StoreDriver.drain(asleep, received)).isEqualTo(new BodyRead.Failed(BodyFault.FELL_BEHIND));
        assertNothingIsStored();
    }

    @Test
    void follower_that_is_slower_than_the_leader_gets_all_of_a_response_that_is_not_stored() {
        byte[] body = body("/a", 1, (int) Arrangement.MAX_OBJECT + 3_000_000);
        ResponseSink sink = driver.sink(key("/a"), OptionalLong.empty());
        BodyLease leader = reader(sink, Role.LEADER);
        BodyLease follower = reader(sink, Role.FOLLOWER);
        CompletionStage<Commit> filled = StoreDriver.beside(() -> StoreDriver.fill(sink, body, head("/a")));
        CompletionStage<byte[]> ahead = StoreDriver.beside(() -> StoreDriver.readAll(leader));

        // As long as the writer is not let go on for want of somebody, it waits for the one who is behind.
        Awaitility.await().until(sink::congested);
        assertThat(StoreDriver.readAll(follower)).isEqualTo(body);
        assertThat(StoreDriver.await(ahead)).isEqualTo(body);
        assertThat(StoreDriver.await(filled)).isEqualTo(new Commit.NotStored(RefusedReason.TOO_LARGE));
    }

    @Test
    void nobody_follows_what_has_broken_off() {
        ResponseSink sink = driver.sink(key("/a"), OptionalLong.empty());
        reader(sink, Role.LEADER);
        sink.write(ByteBuffer.wrap(body("/a", 1, 1_000)));

        sink.abort();

        assertThat(sink.follow()).isEmpty();
    }
}
