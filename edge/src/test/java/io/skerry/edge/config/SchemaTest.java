package io.skerry.edge.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.skerry.edge.config.model.FunctionSettingsCatalogue;
import io.skerry.edge.config.schema.SchemaWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaTest {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final String TEXT = SchemaWriter.write(Catalogue.FUNCTIONS);
    private static final Schema SCHEMA = REGISTRY.getSchema(TEXT);

    @Test
    void schema_is_a_schema_of_draft_2020_12() {
        Schema meta = REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(meta.validate(TEXT, InputFormat.JSON)).isEmpty();
        assertThat(meta.validate(SchemaWriter.write(FunctionSettingsCatalogue.EMPTY), InputFormat.JSON))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"smallest.yaml", "everything.yaml"})
    void good_files_are_valid(String name) throws IOException {
        String text = Files.readString(Path.of("src/test/resources/config/good").resolve(name));

        assertThat(schemaErrors(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown-keys.yaml", "scalars.yaml", "shapes.yaml", "functions.yaml"})
    void bad_files_are_invalid(String name) throws IOException {
        String text = Files.readString(Path.of("src/test/resources/config/bad").resolve(name));

        assertThat(schemaErrors(text)).isNotEmpty();
    }

    /** A row is a verdict, the path of a block and what stands in it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "good | server  | http: { port: 0 }",
                "good | server  | admin: { rateLimit: { requests: 20/s, burst: 5, wrongTokens: 1.5/m } }",
                "bad  | server  | admin: { rateLimit: { requests: 20 } }",
                "bad  | server  | admin: { rateLimit: { requests: 20/d } }",
                "bad  | server  | admin: { rateLimit: { burst: 0 } }",
                "bad  | server  | http: { port: 65536 }",
                "bad  | server  | http: { port: '80' }",
                "good | server  | http: { port: '${PORT:80}' }",
                "bad  | server  | http: { prot: 80 }",
                "bad  | server  | http: 80",
                "bad  | server  | http:",
                "good | server  | trustedProxies: [10.0.0.0/8, '::1']",
                "bad  | server  | trustedProxies: [everyone]",
                "bad  | server  | trustedProxies: 10.0.0.0/8",
                "good | server  | limits: { headerBytes: 16KiB }",
                "bad  | server  | limits: { headerBytes: 16 }",
                "bad  | server  | limits: { headerBytes: 16 KIB }",
                "good | server  | timeouts: { head: 500ms }",
                "bad  | server  | timeouts: { head: 1w }",
                "bad  | server  | timeouts: { head: 1.5s }",
                "bad  | server  | timeouts: { head: -1s }",
                "good | storage | disk: { admit: second-hit }",
                "bad  | storage | disk: { admit: SECOND_HIT }",
                "good | storage | keepAcrossRestart: false",
                "bad  | storage | keepAcrossRestart: maybe",
                "good | policy  | ttl: 30d",
                "good | policy  | 'ttl: { default: 1s, status: { 404: 1s, 5xx: 0s } }'",
                "bad  | policy  | 'ttl: { status: { 600: 1s } }'",
                "bad  | policy  | 'ttl: { standard: 1s }'",
                "bad  | policy  | ttl: [1s]",
                "good | policy  | 'key: { query: { ignore: tracking } }'",
                "good | policy  | 'key: { query: { ignore: [a, b] } }'",
                "bad  | policy  | 'key: { query: { ignore: all } }'",
                "bad  | policy  | 'key: { headers: [a b] }'",
                "good | policy  | immutable: true, ttl: 1y",
                "bad  | policy  | immutable: 1",
                "bad  | policy  | immutable: 'true'",
                "good | origin  | host: target",
                "good | origin  | host: shop.example",
                "bad  | origin  | host: { name: a }",
                "bad  | origin  | balance: peak-ewma",
                "bad  | origin  | limits: { connections: 0 }",
                "bad  | origin  | retry: { attempts: 2 }",
                "good | route   | name: 2024",
                "good | route   | name: NO",
                "good | route   | cache: off",
                "bad  | route   | cache: [off]",
                "good | route   | match: { method: [GET] }",
                "bad  | route   | match: { method: [get] }",
                "bad  | route   | match: { path: assets }",
                "bad  | route   | match: { flag: new }",
                "good | route   | rewrite: { prefix: /, to: /a }",
                "good | route   | rewrite: { path: /b }",
                "bad  | route   | rewrite: { prefix: / }",
                "bad  | route   | rewrite: /b",
                "good | route   | functions: [ { use: plain } ]",
                "good | route   | functions: [ { use: price, with: { table: { file: a }, default: EUR } } ]",
                "bad  | route   | functions: [ { use: price } ]",
                "bad  | route   | functions: [ { use: nobody } ]",
                "bad  | route   | functions: [ { use: plain, with: { a: b } } ]",
                "bad  | route   | functions: [ { use: plain, onError: ignore } ]",
                "bad  | route   | functions: [ { with: {} } ]",
                "bad  | route   | websocket: {}",
            })
    void schema_and_binder_agree(String verdict, String block, String content) {
        String text = file(block, content);

        boolean bound = RoutesFileReader.read(text, "table.yaml", Catalogue.FUNCTIONS) instanceof ReadResult.Loaded;

        assertThat(bound).as("binder: %s", text).isEqualTo(verdict.equals("good"));
        assertThat(schemaErrors(text).isEmpty()).as("schema: %s", text).isEqualTo(verdict.equals("good"));
    }

    @Test
    void defaults_and_descriptions_stand_in_the_schema() {
        JsonNode root = MAPPER.readTree(TEXT);

        JsonNode port = root.at("/properties/server/properties/http/properties/port");
        assertThat(port.at("/default").asInt()).isEqualTo(8080);
        assertThat(port.at("/description").asString()).isEqualTo("Port to listen on; 0 lets the system choose");
        assertThat(root.at("/properties/storage/properties/memory/default").asString())
                .isEqualTo("256MB");
        JsonNode branches = root.at("/properties/sites/items/properties/routes/items/properties/functions/items/allOf");
        assertThat(branches.findValuesAsString("const")).containsExactly("plain", "price", "resize");
        assertThat(branches.at("/2/then/properties/with/properties/formats/default")
                        .toString())
                .isEqualTo("[\"webp\",\"jpeg\"]");
    }

    @Test
    void schema_ends_with_one_line_end() {
        assertThat(TEXT).endsWith("}\n");
    }

    private static String file(String block, String content) {
        Map<String, String> blocks =
                new LinkedHashMap<>(Map.of("server", "", "storage", "", "policy", "", "origin", "", "route", ""));
        blocks.put(block, content);
        String separator = block.equals("route") ? ", " : "";
        return """
            version: 1
            server: { %s }
            storage: { %s }
            cachePolicies: { standard: { %s } }
            origins: { o: { targets: [ { url: "http://a" } ]%s } }
            sites: [ { hosts: [a], routes: [ { origin: o%s } ] } ]
            """.formatted(
                        blocks.get("server"),
                        blocks.get("storage"),
                        blocks.get("policy"),
                        block.equals("origin") ? ", " + content : "",
                        separator + blocks.get("route"));
    }

    private static List<Error> schemaErrors(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        Object tree = new Load(settings).loadFromString(yaml);
        return SCHEMA.validate(MAPPER.writeValueAsString(tree), InputFormat.JSON);
    }
}
