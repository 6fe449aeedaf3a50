package io.skerry.edge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.config.model.Address;
import io.skerry.edge.config.model.CacheChoice;
import io.skerry.edge.config.model.CachePolicySettings;
import io.skerry.edge.config.model.CachePolicySettings.SetCookieRule;
import io.skerry.edge.config.model.CookieName;
import io.skerry.edge.config.model.FieldName;
import io.skerry.edge.config.model.FieldValue;
import io.skerry.edge.config.model.FunctionUse;
import io.skerry.edge.config.model.IgnoredParameters;
import io.skerry.edge.config.model.KeySettings;
import io.skerry.edge.config.model.OriginHost;
import io.skerry.edge.config.model.OriginSettings;
import io.skerry.edge.config.model.OriginUrl;
import io.skerry.edge.config.model.Percentage;
import io.skerry.edge.config.model.Rate;
import io.skerry.edge.config.model.RewriteSettings;
import io.skerry.edge.config.model.RouteSettings;
import io.skerry.edge.config.model.RoutesFile;
import io.skerry.edge.config.model.ServerSettings;
import io.skerry.edge.config.model.SiteSettings;
import io.skerry.edge.config.model.StorageSettings;
import io.skerry.edge.config.model.TtlSettings;
import io.skerry.edge.config.problem.Problem;
import io.skerry.edge.config.problem.ReportFormat;
import io.skerry.edge.routing.PathPattern;
import io.skerry.functions.api.DataSize;
import io.skerry.functions.api.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesFileReaderTest {

    private static final Path FOLDER = Path.of("src/test/resources/config/good");
    private static final String ONE_ROUTE = """
        version: 1
        origins: { o: { targets: [ { url: "http://a.example" } ] } }
        sites: [ { hosts: [a.example], routes: [ %s ] } ]
        """;

    @TempDir
    private Path folder;

    @Test
    void smallest_file_is_loaded_with_all_defaults() {
        RoutesFile file = loaded(FOLDER.resolve("smallest.yaml"));

        ServerSettings server = file.server();
        assertThat(server.http().address().text() + ":" + server.http().port()).isEqualTo("0.0.0.0:8080");
        assertThat(server.admin())
                .isEqualTo(new ServerSettings.Admin(
                        new Address("127.0.0.1", 9090),
                        Optional.empty(),
                        new ServerSettings.CallRate(new Rate(500), 2_000, new Rate(1))));
        assertThat(server.trustedProxies()).isEmpty();
        assertThat(server.limits())
                .isEqualTo(new ServerSettings.Limits(
                        new DataSize(32_000), new DataSize(8_000), new DataSize(10_000_000_000L), 10_000));
        assertThat(file.servesHttps()).isFalse();
        assertThat(file.storage())
                .isEqualTo(new StorageSettings(
                        new DataSize(256_000_000),
                        new StorageSettings.Disk(
                                FOLDER.resolve("skerry-cache").toAbsolutePath(),
                                Optional.empty(),
                                StorageSettings.Admission.ALWAYS),
                        new DataSize(2_000_000_000),
                        true));
        assertThat(file.geo()).isEmpty();
        assertThat(file.cachePolicies()).isEqualTo(CachePolicySettings.PREDEFINED);
        SiteSettings site = file.sites().getFirst();
        assertThat(site.name()).isEqualTo("*");
        assertThat(site.key().host()).isEqualTo(SiteSettings.HostSharing.OWN);
        RouteSettings route = site.routes().getFirst();
        assertThat(route.name()).isEqualTo("route-1");
        assertThat(route.match()).isEqualTo(new RouteSettings.Match(PathPattern.ANY, List.of()));
        assertThat(route.cache()).isEqualTo(new CacheChoice.Policy("standard"));
    }

    @Test
    void origin_has_defaults_for_all_but_its_targets() {
        OriginSettings origin =
                loaded(FOLDER.resolve("smallest.yaml")).origins().get("site");

        assertThat(origin)
                .isEqualTo(new OriginSettings(
                        List.of(new OriginSettings.Target(
                                new OriginUrl("http", "127.0.0.1", 9000), 1, Optional.empty())),
                        OriginSettings.Balance.ROUND_ROBIN,
                        new OriginHost.Client(),
                        new OriginSettings.Timeouts(
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(60),
                                Duration.ofHours(1)),
                        new OriginSettings.Limits(256),
                        new OriginSettings.Tls(Optional.empty())));
    }

    @Test
    void host_that_targets_see_is_written_in_ascii_like_those_of_sites() {
        RoutesFile file = loadedText(ONE_ROUTE
                .replace("origins: { o: {", "origins: { o: { host: 'Bücher.example:8080',")
                .formatted("{ origin: o }"));

        assertThat(file.origins().get("o"))
                .satisfies(origin ->
                        assertThat(origin.host()).isEqualTo(new OriginHost.Named("xn--bcher-kva.example:8080")));
    }

    @Test
    void empty_standard_policy_is_the_predefined_one() {
        RoutesFile file = loadedText("cachePolicies: { standard: {} }\n" + ONE_ROUTE.formatted("{ origin: o }"));

        assertThat(file.cachePolicies()).isEqualTo(CachePolicySettings.PREDEFINED);
    }

    @Test
    void predefined_policy_may_be_defined_anew() {
        RoutesFile file = loadedText(
                "cachePolicies: { standard: { setCookie: store } }\n" + ONE_ROUTE.formatted("{ origin: o }"));

        assertThat(file.cachePolicies().get("standard"))
                .isNotNull()
                .satisfies(policy -> assertThat(policy.setCookie()).isEqualTo(SetCookieRule.STORE));
        assertThat(file.cachePolicies()).containsKey("versioned");
    }

    @Test
    void every_key_of_the_format_is_bound() {
        RoutesFile file = loaded(FOLDER.resolve("everything.yaml"));

        ServerSettings server = file.server();
        assertThat(server.https().http2()).isFalse();
        assertThat(server.admin().address()).isEqualTo(new Address("::1", 9091));
        assertThat(server.admin().rateLimit()).isEqualTo(new ServerSettings.CallRate(new Rate(10), 50, new Rate(0.5)));
        assertThat(file.tags().caseInsensitive()).isTrue();
        assertThat(file.tags().keepFor()).hasToString("[10.0.0.0/8]");
        assertThat(file.sites().getFirst().purge()).isEqualTo(SiteSettings.PurgeMethod.PUBLIC);
        assertThat(server.timeouts())
                .isEqualTo(new ServerSettings.Timeouts(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(21),
                        Duration.ofMinutes(1),
                        Duration.ZERO));
        assertThat(server.limits().headerBytes()).isEqualTo(new DataSize(16_384));
        assertThat(server.trustedProxies()).hasToString("[10.0.0.0/8, 2001:db8:0:0:0:0:0:0/32, 192.0.2.1/32]");
        assertThat(file.certificates())
                .extracting(certificate ->
                        FOLDER.toAbsolutePath().relativize(certificate.cert().file()))
                .containsExactly(Path.of("tls/shop.crt"), Path.of("tls/site.crt"));
        assertThat(file.storage().memory()).isEqualTo(new DataSize(1_500_000_000));
        assertThat(file.storage().disk().admit()).isEqualTo(StorageSettings.Admission.SECOND_HIT);
        assertThat(file.geo().orElseThrow().reload()).isEqualTo(Duration.ofMinutes(30));
        assertThat(file.origins().get("shop")).satisfies(shop -> {
            assertThat(shop.host()).isEqualTo(new OriginHost.Target());
            assertThat(shop.balance()).isEqualTo(OriginSettings.Balance.LEAST_REQUEST);
            assertThat(shop.targets()).extracting(OriginSettings.Target::weight).containsExactly(95, 5);
        });
        assertThat(file.origins().get("assets"))
                .satisfies(assets -> assertThat(assets.host()).isEqualTo(new OriginHost.Named("assets.example.net")));
    }

    @Test
    void cache_policies_are_bound_with_their_shorthands() {
        Map<String, CachePolicySettings> policies =
                loaded(FOLDER.resolve("everything.yaml")).cachePolicies();

        assertThat(policies.get("images")).satisfies(images -> {
            assertThat(images.ttl()).contains(new TtlSettings.Always(Duration.ofDays(30)));
            assertThat(images.key().query().only()).contains(List.of("dpr"));
            assertThat(images.tags()).hasToString("[img:{file}, photos]");
        });
        assertThat(policies.get("pages")).satisfies(pages -> {
            assertThat(pages.key())
                    .isEqualTo(new KeySettings(
                            new KeySettings.Query(new IgnoredParameters.Tracking(), Optional.empty(), true),
                            List.of(new CookieName("currency")),
                            List.of(new FieldName("x-device"))));
            assertThat(pages.ttl().orElseThrow()).isInstanceOfSatisfying(TtlSettings.Bounds.class, bounds -> {
                assertThat(bounds.byDefault()).contains(Duration.ZERO);
                assertThat(bounds.forStatus(301)).contains(Duration.ofHours(1));
                assertThat(bounds.forStatus(503)).contains(Duration.ZERO);
                assertThat(bounds.forStatus(200)).isEmpty();
            });
        });
        assertThat(policies.get("lists"))
                .satisfies(lists -> assertThat(lists.key().query().ignore())
                        .isEqualTo(new IgnoredParameters.Named(List.of("session", "utm_*"))));
    }

    @Test
    void routes_are_bound_in_file_order_with_their_actions() {
        SiteSettings site = loaded(FOLDER.resolve("everything.yaml")).sites().getFirst();

        assertThat(site.routes())
                .extracting(RouteSettings::name)
                .containsExactly(
                        "assets", "images", "products", "lists", "old-blog", "route-6", "recommendations", "the-rest");
        assertThat(site.headers().response().set())
                .isEqualTo(Map.of(new FieldName("strict-transport-security"), new FieldValue("max-age=31536000")));
        assertThat(site.routes().get(0).rewrite().orElseThrow()).hasToString("Prefix[prefix=/assets, to=/public]");
        assertThat(site.routes().get(1).rewrite().orElseThrow()).isInstanceOf(RewriteSettings.Whole.class);
        assertThat(site.routes().get(2).target()).contains("canary");
        assertThat(site.routes().get(4).redirect().orElseThrow().status()).isEqualTo(301);
        assertThat(site.routes().get(5).respond().orElseThrow().body()).isEqualTo("short and stout");
        assertThat(site.routes().get(7).cache()).isEqualTo(new CacheChoice.Off());
    }

    @Test
    void function_settings_are_bound_to_the_record_of_the_function() {
        SiteSettings site = loaded(FOLDER.resolve("everything.yaml")).sites().getFirst();

        assertThat(site.routes().get(1).functions())
                .containsExactly(new FunctionUse(
                        "resize",
                        new Catalogue.Resize(
                                "/originals/{file}",
                                List.of(new Catalogue.Size(320, 240), new Catalogue.Size(800, 600)),
                                List.of(Catalogue.Format.AVIF, Catalogue.Format.WEBP, Catalogue.Format.JPEG),
                                75,
                                new Catalogue.Limits(
                                        new Catalogue.Pixels(40_000_000),
                                        new DataSize(10 << 20),
                                        Duration.ofSeconds(2))),
                        FunctionUse.OnError.FAIL));
        assertThat(site.routes().get(2).functions().getFirst().settings())
                .isEqualTo(new Catalogue.Price(
                        new Source("https://prices.internal/table.json", null, Duration.ofSeconds(30)),
                        Currency.getInstance("EUR"),
                        new Percentage(0.025),
                        null,
                        true));
    }

    @Test
    void function_without_settings_gets_its_defaults() {
        RoutesFile file = loadedText(ONE_ROUTE.formatted(
                "{ origin: o, functions: [ { use: resize, with: { source: /a, sizes: [1x1] } } ] }"));

        Catalogue.Resize settings = (Catalogue.Resize) file.sites()
                .getFirst()
                .routes()
                .getFirst()
                .functions()
                .getFirst()
                .settings();
        assertThat(settings.formats()).containsExactly(Catalogue.Format.WEBP, Catalogue.Format.JPEG);
        assertThat(settings.limits().sourcePixels()).isEqualTo(new Catalogue.Pixels(50_000_000));
    }

    @Test
    void variables_are_replaced_in_numbers_and_texts_and_can_be_written_literally() {
        RoutesFileReader reader = new RoutesFileReader(
                Catalogue.FUNCTIONS, name -> name.equals("PORT") ? Optional.of("8123") : Optional.empty());
        String text = "server: { http: { port: \"${PORT}\" } }\n"
                + ONE_ROUTE.formatted("{ respond: { status: 200, body: \"${WHO:world}, $${PORT}\" } }");

        RoutesFile file = loaded(reader.read(text, "skerry.yaml", folder));

        assertThat(file.server().http().port()).isEqualTo(8123);
        assertThat(file.sites()
                        .getFirst()
                        .routes()
                        .getFirst()
                        .respond()
                        .orElseThrow()
                        .body())
                .isEqualTo("world, ${PORT}");
    }

    @Test
    void word_no_stays_a_text() {
        RoutesFile file = loadedText(ONE_ROUTE.formatted("{ origin: o, name: NO }"));

        assertThat(file.sites().getFirst().routes().getFirst().name()).isEqualTo("NO");
    }

    @Test
    void unused_names_are_warned_about() {
        ReadResult result = RoutesFileReader.read(
                "cachePolicies: { images: {} }\n" + ONE_ROUTE.formatted("{ origin: o }"), "x", Catalogue.FUNCTIONS);

        assertThat(((ReadResult.Loaded) result).warnings())
                .extracting(Problem::described)
                .containsExactly("cachePolicies.images: no route uses this cache policy");
    }

    @Test
    void disk_takes_80_percent_of_little_free_space_and_10_gb_of_much() {
        StorageSettings.Disk disk =
                loaded(FOLDER.resolve("smallest.yaml")).storage().disk();

        assertThat(disk.sizeWhereFree(100_000_000)).isEqualTo(new DataSize(80_000_000));
        assertThat(disk.sizeWhereFree(1L << 40)).isEqualTo(new DataSize(10_000_000_000L));
    }

    @Test
    void disk_that_is_full_leaves_the_smallest_size_to_be_found_out_about() {
        StorageSettings.Disk disk =
                loaded(FOLDER.resolve("smallest.yaml")).storage().disk();

        assertThat(disk.sizeWhereFree(0)).isEqualTo(new DataSize(32 << 20));
    }

    @Test
    void keys_that_could_have_no_effect_are_refused() {
        assertThat(refusal("cachePolicies: { p: { immutable: true } }"))
                .contains("immutable: needs a ttl of one duration, which browsers are told");
        assertThat(refusal("cachePolicies: { p: { immutable: true, ttl: { default: 1y } } }"))
                .contains("immutable: needs a ttl of one duration, which browsers are told");
        assertThat(refusal("storage: { maxObject: 0B }")).contains("expected more than 0B");
    }

    private static String refusal(String block) {
        ReadResult result =
                RoutesFileReader.read(block + "\n" + ONE_ROUTE.formatted("{ origin: o }"), "x", Catalogue.FUNCTIONS);
        return ReportFormat.TEXT.render(((ReadResult.Refused) result).problems());
    }

    private static RoutesFile loaded(Path file) {
        return loaded(RoutesFileReader.read(file, Catalogue.FUNCTIONS));
    }

    private static RoutesFile loadedText(String text) {
        return loaded(RoutesFileReader.read(text, "skerry.yaml", Catalogue.FUNCTIONS));
    }

    private static RoutesFile loaded(ReadResult result) {
        assertThat(result).isInstanceOf(ReadResult.Loaded.class);
        return ((ReadResult.Loaded) result).file();
    }
}
