package io.skerry.edge.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.accesslog.ConsoleLine.Colours;
import io.skerry.edge.exchange.ExchangeRecord;
import io.skerry.edge.exchange.ExchangeRecord.CacheOutcome;
import io.skerry.edge.exchange.ExchangeRecord.Ending;
import io.skerry.edge.exchange.Exchanges;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsoleLineTest {

    @Test
    void a_line_is_readable() {
        ExchangeRecord exchange = Exchanges.hit()
                .outcome(CacheOutcome.MISS, "uri-miss")
                .origin("shop", Optional.of(200))
                .ending(Ending.BROKEN)
                .build();

        assertThat(line(exchange, Colours.OFF))
                .isEqualTo("10:15:30.123 200 miss           1.5 ms   1.2 kB  GET shop.example.com/assets/app.css?v=2"
                        + "  assets (uri-miss)  <- http://127.0.0.1:9000 200.0 ms  broken\n");
    }

    @Test
    void without_a_terminal_there_is_no_escape_sequence_even_if_the_client_sends_one() {
        assertThat(line(Exchanges.hit().target("/\u001b[31m\n").build(), Colours.OFF))
                .doesNotContain("\u001b")
                .contains("/.[31m.");
    }

    @Test
    void a_terminal_gets_colours_that_are_reset() {
        assertThat(line(Exchanges.hit().status(503).build(), Colours.ON)).contains("\u001b[31m503 \u001b[0m");
    }

    private static String line(ExchangeRecord exchange, Colours colours) {
        LineBuffer line = new LineBuffer();
        new ConsoleLine(colours, ZoneOffset.UTC).append(exchange, line);
        return line.toString();
    }
}
