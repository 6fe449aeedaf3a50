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
    void captures_that_an_image_needs_and_its_route_has_not_are_errors_with_a_place() {
        ReadResult result = RoutesFileReader.read("""
                version: 1
                origins: { o: { targets: [ { url: "http://a.example" } ] } }
                sites:
                  - hosts: [a.example]
                    routes:
                      - match: { path: "/image/{width}/{file}" }
                        functions:
                          - use: image-resize
                            with:
                              source: "/originals/{folder}/{fil}"
                              sizes: [320x240]
                      - match: { path: "/thumb/{size}/{file}" }
                        functions: [ { use: image-resize, with: { source: "/{file", sizes: [320x240] } } ]
                      - match: { path: "/picture/{size}/{file...}" }
                        functions: [ { use: image-resize, with: { source: "/{file}?{size}", sizes: [320x240] } } ]
                      - { origin: o }
                """, "skerry.yaml", builtin());

        assertThat(result)
                .isInstanceOfSatisfying(
                        ReadResult.Refused.class,
                        refused -> assertThat(refused.problems())
                                .extracting(problem ->
                                        problem.span().line() + " " + problem.path() + ": " + problem.message())
                                .containsExactly(
                                        "10 sites[0].routes[0].functions[0].with.source: {folder} is not captured by route"
                                                + " \"route-1\" (line 6)",
                                        "10 sites[0].routes[0].functions[0].with.source: {fil} is not captured by route"
                                                + " \"route-1\" (line 6)",
                                        "11 sites[0].routes[0].functions[0].with.sizes: {size} is not captured by route"
                                                + " \"route-1\" (line 6)",
                                        "13 sites[0].routes[1].functions[0].with.source: invalid value \"/{file\""));
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
