package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.edge.NodeStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node says that cannot start. */
class RefusedStartScenarioTest {

    private static final String FILE = """
            version: 1
            server: { http: { address: 127.0.0.1, port: 0 }, admin: { address: "127.0.0.1:0" } }
            storage: { memory: 16MB, disk: { path: ./cache, size: 64MB } }
            origins: { shop: { targets: [ { url: "https://127.0.0.1:9" } ], tls: { ca: { file: authorities.pem } } } }
            sites: [ { hosts: ["*"], routes: [ { origin: shop, cache: standard } ] } ]
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"hello", "-----BEGIN CERTIFICATE-----\nhello\n-----END CERTIFICATE-----\n"})
    void authorities_that_are_none_are_named(String text) throws IOException {
        Path authorities = Files.writeString(folder.resolve("authorities.pem"), text);

        assertThatThrownBy(() -> RunningEdge.startFile(folder, FILE).close())
                .isInstanceOf(NodeStartException.class)
                .hasMessage(authorities + ": no PEM certificate");
    }
}
