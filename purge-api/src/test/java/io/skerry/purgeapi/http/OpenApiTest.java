package io.skerry.purgeapi.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.skerry.cache.purge.PurgeReceipt;
import io.skerry.purgeapi.delivery.Delivery;
import io.skerry.purgeapi.delivery.NodeReport;
import io.skerry.purgeapi.delivery.NodeReports;
import io.skerry.purgeapi.limit.Allowance;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The document against the handlers: every call below is made; its answer must be one that the document has for it, field by field; and
 * every answer that the document promises must have come.
 */
@Timeout(120)
class OpenApiTest {

    private static final JsonNode DOCUMENT = document();
    private static final String TAG = "{\"tags\": [\"a\"]}";
    private static final String KEYS = "{\"surrogate_keys\": [\"a\"]}";
    private static final String LONG = "{\"reason\": \"" + "x".repeat(1_000_000) + "\"}";

    private final Set<String> seen = new TreeSet<>();
    private volatile boolean late;
    private final ApiUnderTest api = new ApiUnderTest()
            .calls(new Allowance(0.001, 1_000))
            .nodes(local -> order -> local.deliver(order).thenApply(this::delayed));

    private record Call(String operation, String method, String path, String body, List<String> fields) {
        Call(String operation, String method, String path, String body, String... fields) {
            this(operation, method, path, body, List.of(fields));
        }
    }

    @BeforeEach
    void start() throws Exception {
        api.start();
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @Test
    void every_answer_is_documented_and_every_documented_answer_comes() throws Exception {
        goodCalls();
        wrongCalls();
        conflicts();
        api.refuseWith(PurgeReceipt.RefusedReason.JOURNAL_UNWRITABLE);
        for (Call call : purges()) {
            make(call);
        }
        api.breakFeed();
        make(new Call("feed", "GET", "/purge?since=0", ""));
        withoutCallsLeft();
        assertThat(seen).isEqualTo(documented());
    }

    @Test
    void methods_that_are_not_documented_are_refused() throws Exception {
        for (Map.Entry<String, JsonNode> path : DOCUMENT.path("paths").properties()) {
            Set<String> methods = new HashSet<>();
            path.getValue().propertyNames().forEach(methods::add);
            for (String method : List.of("get", "post", "put", "delete", "patch")) {
                String concrete = path.getKey().replaceAll("\\{[a-z]+}", "shop");
                HttpResponse<String> response = api.send(api.request("root-secret", concrete)
                        .method(method.toUpperCase(java.util.Locale.ROOT), BodyPublishers.noBody()));
                assertThat(response.statusCode() == 405)
                        .as("%s %s: %d", method, concrete, response.statusCode())
                        .isEqualTo(!methods.contains(method));
            }
        }
    }

    @Test
    void document_is_served_as_it_is() throws Exception {
        HttpResponse<String> response = api.get("root-secret", "/openapi.yaml");
        assertThat(response.body()).isEqualTo(OpenApi.document().toString());
        assertThat(response.headers().firstValue("Content-Type")).contains("application/yaml");
    }

    @Test
    void document_says_nothing_by_mistake() {
        // An unquoted comma in a description makes a key of what follows it.
        assertThat(withoutValue("", DOCUMENT)).isEmpty();
        assertThat(OpenApi.document().toString()).doesNotContain("<<:", " &", " *");
    }

    private static List<String> withoutValue(String at, JsonNode node) {
        List<String> found = new ArrayList<>();
        node.properties().forEach(member -> {
            String path = at + '/' + member.getKey();
            if (member.getValue().isNull()) {
                found.add(path);
            }
            found.addAll(withoutValue(path, member.getValue()));
        });
        for (JsonNode element : node.isArray() ? node : List.<JsonNode>of()) {
            found.addAll(withoutValue(at + "/-", element));
        }
        return found;
    }

    private void goodCalls() throws Exception {
        List<Call> good = new ArrayList<>(purges());
        good.add(new Call("purge", "POST", "/purge", """
                {"files": ["https://shop.example/p", {"url": "https://shop.example/", "ignore_query": true,
                           "headers": {"Accept-Language": "de"}}],
                 "urls": ["https://shop.example/q"], "tags": ["a"], "prefixes": ["shop.example/a"], "hosts": ["shop.example"],
                 "purge_everything": false, "mode": "soft", "dry_run": false, "scope": "node", "site": "shop", "reason": "r"}
                """));
        good.add(new Call("purge", "POST", "/purge", "{\"tags\": [\"a\"], \"dry_run\": true}"));
        good.add(new Call(
                "purge", "POST", "/purge", "{\"type\": \"uri\", \"selectors\": [\"https://shop.example/p\"]}"));
        good.add(new Call("purge", "POST", "/purge", "", "Surrogate-Key", "a b", "Fastly-Soft-Purge", "1"));
        good.add(new Call("purgeKeys", "POST", "/service/shop/purge", "", "Surrogate-Key", "a b"));
        for (Call call : good) {
            assertThat(make(call).statusCode()).as(call.toString()).isEqualTo(200);
        }
        late = true;
        String id = "";
        for (Call call : purges()) {
            HttpResponse<String> response = make(call);
            assertThat(response.statusCode()).as(call.toString()).isEqualTo(202);
            id = ApiUnderTest.json(response).path("id").asString();
        }
        late = false;
        for (Call call : reads(id)) {
            assertThat(make(call).statusCode()).as(call.toString()).isEqualTo(200);
        }
    }

    private void wrongCalls() throws Exception {
        make(new Call("purge", "POST", "/purge", "{"));
        make(new Call("purge", "POST", "/purge", "{\"type\": \"group\", \"selectors\": [\"x\"]}"));
        make(new Call("purge", "POST", "/purge", LONG));
        make(new Call("purge", "POST", "/purge", TAG, "Content-Type", "text/plain"));
        make(new Call("feed", "GET", "/purge?since=-1", ""));
        make(new Call("feed", "GET", "/purge", ""));
        make(new Call("status", "GET", "/purge/pg_0", ""));
        make(new Call("purgeUrl", "POST", "/purge/nowhere.example/", ""));
        make(new Call("purgeKeys", "POST", "/service/shop/purge", "{}"));
        make(new Call("purgeKeys", "POST", "/service/shop/purge", LONG));
        make(new Call("purgeKeys", "POST", "/service/shop/purge", KEYS, "Content-Type", "text/plain"));
        make(new Call("purgeKeys", "POST", "/service/nowhere/purge", KEYS));
        make(new Call("purgeKey", "POST", "/service/shop/purge/a%20b", ""));
        make(new Call("purgeKey", "POST", "/service/nowhere/purge/a", ""));
        make(new Call("purgeAll", "POST", "/service/shop/purge_all", "", "Fastly-Soft-Purge", "yes"));
        make(new Call("purgeAll", "POST", "/service/nowhere/purge_all", ""));
        make(new Call("purgeZone", "POST", "/client/v4/zones/shop/purge_cache", "[]"));
        make(new Call("purgeZone", "POST", "/client/v4/zones/shop/purge_cache", LONG));
        make(new Call("purgeZone", "POST", "/client/v4/zones/shop/purge_cache", TAG, "Content-Type", "a/b"));
        make(new Call("purgeZone", "POST", "/client/v4/zones/nowhere/purge_cache", TAG));
        make(new Call(
                "purgeZone", "POST", "/client/v4/zones/shop/purge_cache", "{\"type\": \"x\", \"selectors\": [\"y\"]}"));
        List<Call> all = new ArrayList<>(purges());
        all.addAll(reads("pg_0"));
        for (Call call : all) {
            check(call, api.send(prepared("wrong", call)));
            check(call, api.send(prepared("weak-secret", call)));
        }
    }

    private void conflicts() throws Exception {
        List<Call> purges = purges();
        for (int i = 0; i < purges.size(); i++) {
            Call call = purges.get(i);
            String[] key = {"Idempotency-Key", "key-" + i};
            make(new Call(call.operation(), call.method(), call.path(), call.body(), key));
            Call other = switch (call.operation()) {
                case "purge", "purgeZone" ->
                    new Call(call.operation(), "POST", call.path(), "{\"tags\": [\"b\"]}", key);
                case "purgeKeys" ->
                    new Call(call.operation(), "POST", call.path(), "{\"surrogate_keys\": [\"b\"]}", key);
                default ->
                    new Call(
                            call.operation(),
                            "POST",
                            call.path(),
                            "",
                            "Idempotency-Key",
                            "key-" + i,
                            "Fastly-Soft-Purge",
                            "1");
            };
            assertThat(make(other).statusCode()).as(call.toString()).isEqualTo(409);
        }
    }

    private void withoutCallsLeft() throws Exception {
        while (api.get("root-secret", "/gateway").statusCode() != 429) {
            assertThat(api.statuses()).hasSizeLessThan(3_000);
        }
        for (Call call : purges()) {
            make(call);
        }
        for (Call call : reads("pg_0")) {
            make(call);
        }
    }

    /** One good call of every operation that purges. */
    private static List<Call> purges() {
        return List.of(
                new Call("purge", "POST", "/purge", TAG),
                new Call("purgeUrl", "POST", "/purge/shop.example/p?q=1", ""),
                new Call("purgeKeys", "POST", "/service/shop/purge", KEYS),
                new Call("purgeKey", "POST", "/service/shop/purge/a", ""),
                new Call("purgeAll", "POST", "/service/shop/purge_all", ""),
                new Call("purgeZone", "POST", "/client/v4/zones/shop/purge_cache", TAG));
    }

    private static List<Call> reads(String id) {
        return List.of(
                new Call("feed", "GET", "/purge?since=0", ""),
                new Call("status", "GET", "/purge/" + id, ""),
                new Call("gateway", "GET", "/gateway", ""),
                new Call("description", "GET", "/openapi.yaml", ""));
    }

    private HttpResponse<String> make(Call call) throws Exception {
        HttpResponse<String> response = api.send(prepared("root-secret", call));
        check(call, response);
        return response;
    }

    private HttpRequest.Builder prepared(String token, Call call) {
        HttpRequest.Builder request = api.request(token, call.path())
                .method(
                        call.method(),
                        call.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(call.body()));
        List<String> fields = call.fields();
        if (!call.body().isEmpty() && !fields.contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        request.header("Prefer", "wait=0");
        return fields.isEmpty() ? request : request.headers(fields.toArray(String[]::new));
    }

    private void check(Call call, HttpResponse<String> response) {
        String status = Integer.toString(response.statusCode());
        seen.add(call.operation() + " " + status);
        JsonNode documented =
                resolved(operation(call.operation()).path("responses").path(status));
        assertThat(documented.isMissingNode())
                .as("%s is not documented for %s: %s", status, call, response.body())
                .isFalse();
        String type = response.headers().firstValue("Content-Type").orElseThrow();
        JsonNode content = documented.path("content").path(type);
        assertThat(content.isMissingNode()).as("%s of %s", type, call).isFalse();
        for (String field : documented.path("headers").propertyNames()) {
            assertThat(response.headers().firstValue(field))
                    .as("%s of %s", field, call)
                    .isPresent();
        }
        if (type.endsWith("json")) {
            assertThat(schema(content.path("schema")).validate(response.body(), InputFormat.JSON))
                    .as("%s of %s", response.body(), call)
                    .isEmpty();
        }
    }

    private static Schema schema(JsonNode schema) {
        // With the components beside it, the references within the document hold.
        String alone = "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"allOf\": [" + schema
                + "], \"components\": " + DOCUMENT.path("components") + "}";
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://skerry.test/" + alone.hashCode()), alone, InputFormat.JSON);
    }

    private static JsonNode operation(String id) {
        for (JsonNode path : DOCUMENT.path("paths")) {
            for (JsonNode operation : path) {
                if (operation.path("operationId").asString().equals(id)) {
                    return operation;
                }
            }
        }
        throw new IllegalArgumentException(id);
    }

    private static Set<String> documented() {
        Set<String> all = new TreeSet<>();
        for (JsonNode path : DOCUMENT.path("paths")) {
            for (JsonNode operation : path) {
                String id = operation.path("operationId").asString();
                operation.path("responses").propertyNames().forEach(status -> all.add(id + " " + status));
            }
        }
        return all;
    }

    private static JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : DOCUMENT.at(reference.substring(1));
    }

    private static JsonNode document() {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        return JsonMapper.shared()
                .valueToTree(
                        new Load(settings).loadFromString(OpenApi.document().toString()));
    }

    private Delivery delayed(Delivery delivery) {
        return late && delivery instanceof Delivery.InForce inForce
                ? new Delivery.InForce(inForce.id(), inForce.seq(), new Never())
                : delivery;
    }

    /** Another node that is down. */
    private static final class Never implements NodeReports {
        @Override
        public List<NodeReport> now() {
            return List.of(NodeReport.applied("edge-1", Duration.ofMillis(1)), NodeReport.queued("edge-2", "down"));
        }

        @Override
        public CompletionStage<Settlement> settled() {
            return new CompletableFuture<>();
        }
    }
}
