package io.skerry.edge.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.purgeapi.token.AdminToken;
import io.skerry.purgeapi.token.Authentication;
import io.skerry.purgeapi.token.TokenHash;
import io.skerry.purgeapi.token.TokenScope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may ask for explanations. */
class ExplainPageTest {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpResponse<String> ask(Set<TokenScope> scopes, Set<String> sites, String siteOfUrl)
            throws IOException, InterruptedException {
        AdminServer server = started(scopes, sites, siteOfUrl);
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/explain?url=http://a/");
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private AdminServer started(Set<TokenScope> scopes, Set<String> sites, String siteOfUrl) {
        AdminToken token = new AdminToken("t", TokenHash.of("secret"), scopes, sites, Optional.empty());
        JsonObject explanation = new JsonObject().put("url", "http://a/");
        if (!siteOfUrl.isEmpty()) {
            explanation.put("route", new JsonObject().put("site", siteOfUrl));
        }
        AdminRoute route = ExplainPage.route(
                (authorization, address) -> new Authentication.Known(token),
                (question, context) -> Future.succeededFuture(explanation));
        return AdminServer.start(vertx, AdminSettings.at("127.0.0.1", 0), List.of(route))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @Test
    void query_that_cannot_be_decoded_is_the_callers_fault() throws Exception {
        AdminServer server = started(Set.of(TokenScope.READ), Set.of(), "shop");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            String request = "GET /explain?url=%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void token_without_the_scope_read_is_refused() throws Exception {
        HttpResponse<String> answer = ask(Set.of(TokenScope.PURGE_URL, TokenScope.PURGE_ALL), Set.of(), "shop");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("lacks the scope read").doesNotContain("http://a/");
    }

    @Test
    void token_of_one_site_explains_that_site_alone() throws Exception {
        Set<TokenScope> read = Set.of(TokenScope.READ);

        assertThat(ask(read, Set.of("shop"), "shop").statusCode()).isEqualTo(200);
        HttpResponse<String> foreign = ask(read, Set.of("shop"), "other");
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.body()).doesNotContain("http://a/");
        assertThat(ask(read, Set.of("shop"), "").statusCode()).isEqualTo(200);
        assertThat(ask(read, Set.of(), "other").statusCode()).isEqualTo(200);
    }
}
