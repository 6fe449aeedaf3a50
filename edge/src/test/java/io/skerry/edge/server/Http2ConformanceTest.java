package io.skerry.edge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.testing.RequiredTool;
import io.skerry.edge.testing.RequiresTool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * RFC 9113 as the public suite h2spec checks it.
 *
 * <p>Three of its 145 tests send HEADERS on a stream that has ended or was passed over. Netty's decoder answers them on the stream
 * (STREAM_CLOSED) or not at all when the stream is gone, where RFC 9113 5.1 wants the connection closed; the request never reaches a
 * handler either way.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "the suite's binary is for Linux on amd64")
class Http2ConformanceTest {

    private static final String SUITE = "/h2spec/2.2.0/h2spec_linux_amd64.tar.gz";

    private static final List<String> ANSWERED_ON_THE_STREAM = List.of(
            "6: half closed (remote): Sends a HEADERS frame",
            "12: closed: Sends a HEADERS frame",
            "2: Sends stream identifier that is numerically smaller than previous");

    private static final Pattern FAILED = Pattern.compile("^ +\\u00d7 (.+)$", Pattern.MULTILINE);

    @Test
    @RequiresTool(RequiredTool.TAR)
    void public_suite_passes_but_for_headers_on_ended_streams(@TempDir Path folder) throws Exception {
        try (Doors doors = new Doors()) {
            int port = doors.open(TlsTest.tls()).port();
            Path report = folder.resolve("report");

            run(folder, report, suite(folder).toString(), "-h", "127.0.0.1", "-p", "" + port, "-t", "-k", "-o", "10");

            String said = Files.readString(report);
            assertThat(said).contains("145 tests, ");
            String failures = said.substring(said.indexOf("Failures:") + 1);
            assertThat(FAILED.matcher(failures).results().map(failed -> failed.group(1)))
                    .isSubsetOf(ANSWERED_ON_THE_STREAM);
        }
    }

    private static Path suite(Path folder) throws IOException, InterruptedException {
        Path packed = folder.resolve("suite.tar.gz");
        try (InputStream in = Objects.requireNonNull(Http2ConformanceTest.class.getResourceAsStream(SUITE))) {
            Files.copy(in, packed);
        }
        int failed =
                run(folder, folder.resolve("unpacked"), RequiredTool.TAR.found().toString(), "xzf", "suite.tar.gz");
        assertThat(failed).isZero();
        return folder.resolve("h2spec");
    }

    private static int run(Path folder, Path output, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
