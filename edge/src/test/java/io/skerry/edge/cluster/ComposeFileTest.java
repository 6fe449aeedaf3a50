package io.skerry.edge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.config.ReadResult;
import io.skerry.edge.config.RoutesFileReader;
import io.skerry.edge.config.model.FunctionSettingsCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The example of three nodes in {@code deploy/compose} is well-formed, and its routes file is one that the edge takes. */
class ComposeFileTest {

    private static final Path FOLDER = Path.of(System.getProperty("skerry.home", ".."), "deploy", "compose");
    private static final Map<String, String> ENVIRONMENT = Map.of("NODE", "edge-1", "ORIGIN", "origin:9000");

    @Test
    void routes_file_of_the_example_names_the_cluster() throws IOException {
        RoutesFileReader reader = new RoutesFileReader(
                new FunctionSettingsCatalogue(Map.of()), name -> Optional.ofNullable(ENVIRONMENT.get(name)));

        ReadResult result = reader.read(FOLDER.resolve("skerry.yaml"));

        assertThat(result).isInstanceOf(ReadResult.Loaded.class);
        assertThat(((ReadResult.Loaded) result)
                        .file()
                        .cluster()
                        .orElseThrow()
                        .node()
                        .text())
                .isEqualTo("edge-1");
    }

    @Test
    void three_edges_and_redis_have_a_name_and_a_volume_each() throws IOException {
        LoadSettings settings = LoadSettings.builder().build();
        Map<?, ?> compose = map(new Load(settings).loadFromString(Files.readString(FOLDER.resolve("compose.yaml"))));
        Map<?, ?> services = map(compose.get("services"));

        assertThat(services.keySet()).isEqualTo(Set.of("redis", "edge-1", "edge-2", "edge-3"));
        for (String edge : List.of("edge-1", "edge-2", "edge-3")) {
            Map<?, ?> service = map(services.get(edge));
            assertThat(map(service.get("environment")).get("NODE")).isEqualTo(edge);
            assertThat(String.valueOf(service.get("volumes"))).contains(edge + ":/var/cache/skerry");
        }
        assertThat(map(compose.get("volumes")).keySet()).isEqualTo(services.keySet());
    }

    private static Map<?, ?> map(@Nullable Object node) {
        return (Map<?, ?>) Objects.requireNonNull(node);
    }
}
