package io.skerry.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/srv/skerry.yaml", "/srv/my sites/skerry.yaml", "it's $HOME `id` \"*\"\\n", "~", "#a", "ü"})
    void shell_reads_the_word_as_it_was(String word) throws IOException {
        Process shell = new ProcessBuilder("/bin/sh", "-c", "printf %s " + ShellWord.of(word)).start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/srv/skerry.yaml", "http://localhost:8080/", "a-b_c,d=e@f%g+h"})
    void word_that_needs_no_quotes_has_none(String word) {
        assertThat(ShellWord.of(word)).isEqualTo(word);
    }
}
