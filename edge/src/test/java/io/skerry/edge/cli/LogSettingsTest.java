package io.skerry.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LogSettingsTest {

    @Test
    void what_is_not_set_and_what_there_is_passes() {
        assertThat(LogSettings.fault(name -> null)).isEmpty();
        assertThat(
                        LogSettings.fault(Map.of(
                                "SKERRY_LOG",
                                "console",
                                "SKERRY_LOG_LEVEL",
                                "DEBUG",
                                "SKERRY_LOG_LEVEL_LIBRARIES",
                                "off")::get))
                .isEmpty();
    }

    @Test
    void style_or_level_that_there_is_not_is_named_with_those_there_are() {
        assertThat(LogSettings.fault(Map.of("SKERRY_LOG", "text")::get))
                .contains("SKERRY_LOG is 'text': it can be json, console");
        assertThat(LogSettings.fault(Map.of("SKERRY_LOG_LEVEL", "warning")::get))
                .contains("SKERRY_LOG_LEVEL is 'warning': it can be trace, debug, info, warn, error, off");
    }
}
