package io.skerry.edge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.config.model.FunctionSettingsCatalogue;
import io.skerry.edge.config.model.RouteSettings;
import io.skerry.edge.config.schema.SchemaWriter;
import io.skerry.functions.runtime.CatalogEntry;
import io.skerry.functions.runtime.FunctionCatalog;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuiltinFunctionsTest {

    @Test
    void settings_of_all_builtin_functions_are_bound() {
        String text = """
                version: 1
                origins: { o: { targets: [ { url: "http://a.example" } ] } }
                sites:
                  - hosts: [a.example]
                    routes:
                      - match: { path: "/image/{size}/{file}" }
                        origin: o
                        functions:
                          - use: image-resize
                            with:
                              source: "/originals/{file}"
                              sizes: [320x240, 800x600, 1600x1200]
                              formats: [webp, jpeg]
                              quality: 80
                              limits: { sourcePixels: 50MP, sourceBytes: 20MB, queue: 64, timeout: 5s }
                      - origin: o
                        functions:
                          - use: geo-price
                            with: { table: { url: "https://prices.internal/table.json", every: 60s }, default: USD }
                          - use: recommendations
                            with: { data: { file: lists.json }, by: country, ttl: 10s, limit: 3 }
                """;

        ReadResult result = RoutesFileReader.read(text, "skerry.yaml", builtin());

        assertThat(result).isInstanceOf(ReadResult.Loaded.class);
        assertThat(((ReadResult.Loaded) result).file().sites().getFirst().routes())
                .extracting(RouteSettings::functions)
                .extracting(Object::toString)
                .allMatch(uses -> uses.contains("Settings"));
    }

    @Test
    void settings_of_all_builtin_functions_stand_in_the_schema() {
        assertThat(SchemaWriter.write(builtin()))
                .contains("image-resize", "geo-price", "recommendations", "sourcePixels");
    }

    private static FunctionSettingsCatalogue builtin() {
        FunctionCatalog catalog = FunctionCatalog.discover(BuiltinFunctionsTest.class.getClassLoader());
        Map<String, Class<? extends Record>> settings = new HashMap<>();
        for (String name : catalog.names()) {
            catalog.find(name).map(CatalogEntry::settings).ifPresent(type -> settings.put(name, type));
        }
        return new FunctionSettingsCatalogue(settings);
    }
}
