package io.skerry.edge.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skerry.edge.config.model.FunctionSettingsCatalogue;
import java.nio.charset.StandardCharsets;

/** Any text whatsoever is a routes file or a list of what is wrong with it. */
class RoutesFileFuzzTest {

    @FuzzTest(maxDuration = "5s")
    void any_text_is_a_routes_file_or_refused(byte[] text) {
        ReadResult result = RoutesFileReader.read(
                new String(text, StandardCharsets.UTF_8), "fuzzed.yaml", FunctionSettingsCatalogue.EMPTY);

        assertThat(result).isNotNull();
    }
}
