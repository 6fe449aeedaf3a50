package io.skerry.edge.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The application log as {@code logback.xml} sets it up. */
class ApplicationLogTest {

    @Test
    void events_are_one_line_of_json_unless_told_otherwise() throws JoranException {
        String line = line(configured(Map.of()), "a\nb\u001b[2J");

        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        JsonNode event = new ObjectMapper().readTree(line);
        assertThat(event.get("message").asString()).isEqualTo("a\nb\u001b[2J");
        assertThat(event.get("type").asString()).isEqualTo("app");
        assertThat(event.get("level").asString()).isEqualTo("INFO");
        assertThat(event.has("time")).isTrue();
    }

    @Test
    void the_console_mode_is_readable_and_shows_no_control_characters() throws JoranException {
        assertThat(line(configured(Map.of("skerry.log", "console")), "a\nb\u001b[2J"))
                .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  a b \\[2J  \\[Test]\n");
    }

    @Test
    void levels_are_set_from_outside() throws JoranException {
        LoggerContext plain = configured(Map.of());
        LoggerContext set = configured(Map.of("skerry.log.level", "DEBUG", "skerry.log.level.libraries", "ERROR"));

        assertThat(plain.getLogger("io.skerry.edge").getEffectiveLevel()).isEqualTo(Level.INFO);
        assertThat(plain.getLogger("io.netty").getEffectiveLevel()).isEqualTo(Level.WARN);
        assertThat(set.getLogger("io.skerry.edge").getEffectiveLevel()).isEqualTo(Level.DEBUG);
        assertThat(set.getLogger("io.netty").getEffectiveLevel()).isEqualTo(Level.ERROR);
    }

    @Test
    void audit_lines_are_written_whatever_the_levels_are_and_wait_for_nobody() throws JoranException {
        LoggerContext context = configured(Map.of("skerry.log.level", "ERROR", "skerry.log.level.libraries", "ERROR"));
        Logger audit = context.getLogger("skerry.audit");
        AsyncAppender behind = (AsyncAppender) audit.getAppender("AUDIT");

        assertThat(audit.isInfoEnabled()).isTrue();
        assertThat(behind.isNeverBlock()).isTrue();
        assertThat(behind.getAppender("OUT")).isSameAs(context.getLogger("ROOT").getAppender("OUT"));
        context.stop();
    }

    private static LoggerContext configured(Map<String, String> properties) throws JoranException {
        LoggerContext context = new LoggerContext();
        properties.forEach(context::putProperty);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Objects.requireNonNull(ApplicationLogTest.class.getResource("/logback.xml")));
        return context;
    }

    private static String line(LoggerContext context, String message) {
        Appender<ILoggingEvent> out = context.getLogger("ROOT").getAppender("OUT");
        LoggingEvent event = new LoggingEvent();
        event.setLoggerName("io.skerry.Test");
        event.setLoggerContext(context);
        event.setLevel(Level.INFO);
        event.setMessage(message);
        event.setThreadName("main");
        event.setMDCPropertyMap(Map.of());
        event.setInstant(Instant.parse("2026-09-28T10:15:30Z"));
        byte[] line = ((OutputStreamAppender<ILoggingEvent>) out).getEncoder().encode(event);
        return new String(line, StandardCharsets.UTF_8);
    }
}
