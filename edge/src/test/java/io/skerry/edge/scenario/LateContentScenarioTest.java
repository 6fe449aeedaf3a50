package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A response that is not stored and whose content comes later than its head: an event stream, a long poll. */
@Timeout(60)
class LateContentScenarioTest {

    @TempDir
    private Path folder;

    /** To HTTP/1.0 there are no chunks (RFC 9112 6.1): the end of the connection is that of the content. */
    @ParameterizedTest
    @CsvSource({
        "HTTP/1.0, Transfer-Encoding: chunked, '5\r\nhello\r\n0\r\n\r\n', 'hello'",
        "HTTP/1.0, Content-Length: 5, 'hello', 'hello'",
        "HTTP/1.1, Transfer-Encoding: chunked, '5\r\nhello\r\n0\r\n\r\n', '5\r\nhello\r\n0\r\n\r\n'",
        "HTTP/1.1, Content-Length: 5, 'hello', 'hello'",
    })
    void the_head_is_sent_before_it(String version, String framing, String content, String sent) throws Exception {
        try (GatedOrigin origin = GatedOrigin.start();
                RunningEdge edge = RunningEdge.start(folder, RunningEdge.standard(origin.port()));
                Socket client =
                        new Socket(InetAddress.getLoopbackAddress(), edge.node().httpPort())) {
            client.getOutputStream()
                    .write("GET / %s\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .formatted(version)
                            .getBytes(StandardCharsets.US_ASCII));
            GatedOrigin.Asked asked = origin.next().head("200 OK", "Cache-Control: no-store", framing);

            String head = head(client.getInputStream());
            asked.write(content);

            assertThat(head).startsWith(version + " 200 OK\r\n");
            assertThat(head.contains("chunked")).isEqualTo(version.endsWith("1.1") && framing.endsWith("chunked"));
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo(sent);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("the end of the connection, after %s", head).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }
}
