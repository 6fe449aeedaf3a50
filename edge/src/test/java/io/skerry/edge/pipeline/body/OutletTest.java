package io.skerry.edge.pipeline.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.origin.BodyEnd;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What every content that the edge makes promises its reader, and what its supply hears of that. */
class OutletTest {

    private final List<String> heard = new ArrayList<>();
    private final Outlet outlet = new Outlet(new Recorded(), OptionalLong.empty());

    private final class Recorded implements Outlet.Supply {
        @Override
        public void wanted() {
            heard.add("wanted");
        }

        @Override
        public void unwanted() {
            heard.add("unwanted");
        }

        @Override
        public void abandoned() {
            heard.add("abandoned");
        }
    }

    @Test
    void nothing_flows_until_the_reader_wants_it() {
        assertThat(outlet.flows()).isFalse();

        outlet.resume();
        assertThat(outlet.flows()).isTrue();

        outlet.pause();
        assertThat(outlet.flows()).isFalse();
        assertThat(heard).containsExactly("wanted", "unwanted");
    }

    @Test
    void as_many_buffers_flow_as_were_asked_for() {
        outlet.handler(buffer -> heard.add(buffer.toString()));
        outlet.fetch(2);
        outlet.hand(Buffer.buffer("a"));
        assertThat(outlet.flows()).isTrue();
        outlet.hand(Buffer.buffer("b"));

        assertThat(outlet.flows()).isFalse();
        assertThat(heard).containsExactly("wanted", "a", "unwanted", "b");
    }

    @Test
    void what_was_on_its_way_reaches_a_reader_that_has_paused() {
        outlet.handler(buffer -> heard.add(buffer.toString()));
        outlet.resume().pause();
        outlet.hand(Buffer.buffer("late"));

        assertThat(heard).containsExactly("wanted", "unwanted", "late");
    }

    @Test
    void supply_is_abandoned_once_and_hears_nothing_after_that() {
        outlet.cancel();
        outlet.cancel();
        outlet.resume().pause();

        assertThat(heard).containsExactly("abandoned");
        assertThat(outlet.flows()).isFalse();
        assertThat(outlet.end().result()).isEqualTo(BodyEnds.cancelled());
    }

    @Test
    void content_that_has_ended_is_not_abandoned_and_keeps_its_first_end() {
        outlet.end(new BodyEnd.Complete());
        outlet.end(BodyEnds.failed("too late"));
        outlet.cancel();

        assertThat(heard).isEmpty();
        assertThat(outlet.end().result()).isEqualTo(new BodyEnd.Complete());
    }
}
