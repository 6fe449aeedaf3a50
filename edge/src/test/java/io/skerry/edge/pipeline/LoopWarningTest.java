package io.skerry.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoopWarningTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(LoopWarning.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong now = new AtomicLong();
    private final LoopWarning warning = new LoopWarning(now::get);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
    }

    @Test
    void each_origin_is_named_once_a_minute() {
        warning.found("shop");
        now.addAndGet(TimeUnit.SECONDS.toNanos(59));
        warning.found("shop");
        warning.found("blog");
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        warning.found("shop");

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .extracting(line -> line.replaceAll(".*\"(.*)\".*", "$1"))
                .containsExactly("shop", "blog", "shop");
    }
}
