package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What sends {@code PURGE} without a token, as MediaWiki and plugins made for Varnish do. */
@Timeout(60)
class PurgeByAddressScenarioTest {

    private static final String WIKI = "X-Forwarded-For: 203.0.113.9";
    private static final String OTHER = "X-Forwarded-For: 203.0.113.10";

    @TempDir
    private Path folder;

    private final VersionedOrigin origin = new VersionedOrigin();
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        origin.start();
        Files.writeString(folder.resolve("tokens.yaml"), """
                tokens:
                  - { name: wiki, addresses: [203.0.113.9, 127.0.0.1], scopes: [purge:url], sites: [wiki] }
                """);
        edge = RunningEdge.startFile(folder, """
                version: 1
                server:
                  http: { address: 127.0.0.1, port: 0 }
                  admin: { address: "127.0.0.1:0", tokens: { file: ./tokens.yaml } }
                  trustedProxies: [127.0.0.1]
                  timeouts: { drain: 2s }
                storage: { memory: 16MB, disk: { path: ./cache, size: 64MB } }
                origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ] } }
                sites:
                  - { name: wiki, hosts: [wiki.test], purge: public, routes: [ { origin: site, cache: standard } ] }
                  - { name: blog, hosts: [blog.test], purge: public, routes: [ { origin: site, cache: standard } ] }
                """.formatted(origin.port()));
    }

    @AfterEach
    void stop() {
        edge.close();
        origin.close();
    }

    @Test
    void client_with_that_address_needs_no_token() throws Exception {
        int port = edge.node().httpPort();
        ask("GET /page", "wiki.test", OTHER);
        origin.change();
        assertThat(ask("GET /page", "wiki.test", OTHER)).contains("Skerry; hit");

        assertThat(send(port, "PURGE http://wiki.test/page", "wiki.test", WIKI)).startsWith("HTTP/1.1 200");

        assertThat(ask("GET /page", "wiki.test", OTHER)).contains(origin.body());
    }

    /** The proxy's own address is in the list as well: it is not who asks. */
    @Test
    void other_clients_of_the_same_proxy_do() throws Exception {
        ask("GET /page", "wiki.test", OTHER);

        assertThat(ask("PURGE /page", "wiki.test", OTHER)).startsWith("HTTP/1.1 401");
        assertThat(ask("GET /page", "wiki.test", OTHER)).contains("Skerry; hit");
    }

    @Test
    void other_sites_are_not_for_it() throws Exception {
        ask("GET /page", "blog.test", OTHER);
        ask("PURGE /page", "blog.test", WIKI);

        assertThat(ask("GET /page", "blog.test", OTHER)).contains("Skerry; hit");
    }

    /** A page of any site can have the browser of somebody who works there send a POST. */
    @Test
    void other_methods_need_a_token_from_there_too() throws Exception {
        int port = edge.node().adminPort();

        assertThat(send(port, "POST /purge/wiki.test/page", "localhost", "Content-Length: 0"))
                .startsWith("HTTP/1.1 401");
        assertThat(send(port, "GET /stats", "localhost", "Accept: */*")).startsWith("HTTP/1.1 401");
        assertThat(send(port, "PURGE /page", "wiki.test", "Accept: */*")).startsWith("HTTP/1.1 200");
    }

    private String ask(String line, String host, String field) throws Exception {
        return send(edge.node().httpPort(), line, host, field);
    }

    private static String send(int port, String line, String host, String field) throws Exception {
        return RawExchange.send(
                port, line + " HTTP/1.1\r\nHost: " + host + "\r\n" + field + "\r\nConnection: close\r\n\r\n");
    }
}
