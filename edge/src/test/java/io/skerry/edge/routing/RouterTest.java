package io.skerry.edge.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {

    private static final Router<String> ROUTER = Router.of(List.of(
            SiteRoutes.<String>site("shop", hosts("shop.example.com", "*.example.com"))
                    .add(condition("/assets/**"), "assets")
                    .add(condition("/image/{size}/{file}"), "images")
                    .add(condition("/cart", "POST"), "cart-change")
                    .add(condition("/cart"), "cart")
                    .add(condition("/{page}.html"), "pages")
                    .build(),
            SiteRoutes.<String>site("deep", hosts("*.deep.example.com"))
                    .add(condition("/**"), "deep")
                    .build(),
            SiteRoutes.<String>site("rest", hosts("*"))
                    .add(condition("/**", "GET"), "rest")
                    .build()));

    @ParameterizedTest
    @CsvSource({
        "shop.example.com, /assets/a.css, GET, assets",
        "shop.example.com, /assets, GET, assets",
        "shop.example.com, /cart, POST, cart-change",
        "shop.example.com, /cart, GET, cart",
        "shop.example.com, /index.html, GET, pages",
        "www.example.com, /cart, GET, cart",
        "a.b.example.com, /cart, GET, cart",
        "a.deep.example.com, /cart, GET, deep",
        "example.com, /cart, GET, rest",
        "other.test, /, GET, rest",
    })
    void first_route_in_file_order_takes_the_request(String host, String path, String method, String route) {
        assertThat(ROUTER.route(host, path, method))
                .isInstanceOfSatisfying(
                        RouteMatch.Matched.class,
                        matched -> assertThat(matched.route()).isEqualTo(route));
    }

    @Test
    void captures_come_with_the_match() {
        assertThat(ROUTER.route("shop.example.com", "/image/800x600/a.jpg", "GET"))
                .isInstanceOfSatisfying(
                        RouteMatch.Matched.class,
                        matched -> assertThat(matched.captures()).hasToString("{size=800x600, file=a.jpg}"));
    }

    @Test
    void known_host_without_a_route_is_told_from_an_unknown_one() {
        Router<String> narrow = Router.of(List.of(SiteRoutes.<String>site("a", hosts("a.example"))
                .add(condition("/x"), "x")
                .build()));

        assertThat(narrow.route("a.example", "/y", "GET")).isEqualTo(new RouteMatch.NoRoute<>("a"));
        assertThat(narrow.route("b.example", "/x", "GET")).isEqualTo(new RouteMatch.UnknownHost<>());
    }

    @Test
    void match_without_captures_is_always_the_same_value() {
        assertThat(ROUTER.route("shop.example.com", "/cart", "GET"))
                .isSameAs(ROUTER.route("shop.example.com", "/cart", "GET"));
    }

    @Test
    void index_finds_what_a_walk_through_all_patterns_finds() {
        List<PathPattern> patterns = IntStream.range(0, 300)
                .mapToObj(i -> PathPattern.parse(i % 7 == 0 ? "/{any}/s" + i : "/s" + (i % 90) + "/" + i + "/**"))
                .toList();
        SiteRoutes.Builder<Integer> builder = SiteRoutes.site("many", hosts("*"));
        IntStream.range(0, 300).forEach(i -> builder.add(new RouteCondition(patterns.get(i), Set.of()), i));
        SiteRoutes<Integer> routes = builder.build();

        for (int i = 0; i < 300; i++) {
            String path = "/s" + (i % 95) + "/" + (i % 2 == 0 ? i : "s" + i) + "/x".repeat(i % 3);
            int first = IntStream.range(0, 300)
                    .filter(p -> patterns.get(p).match(path).isPresent())
                    .findFirst()
                    .orElse(-1);
            RouteMatch<Integer> match = routes.route(path, "GET");
            int found = match instanceof RouteMatch.Matched<Integer>(Integer route, Captures captures) ? route : -1;
            assertThat(found).as(path).isEqualTo(first);
        }
    }

    @Test
    void route_is_unreachable_when_earlier_ones_take_all_its_methods() {
        List<RouteCondition> conditions = List.of(
                condition("/**", "GET"),
                condition("/**", "POST"),
                condition("/x", "GET", "POST"),
                condition("/x"),
                condition("/**"),
                condition("/y", "PUT"));

        assertThat(Reachability.takenBy(conditions, 1)).isEmpty();
        assertThat(Reachability.takenBy(conditions, 2)).hasValue(1);
        assertThat(Reachability.takenBy(conditions, 3)).isEmpty();
        assertThat(Reachability.takenBy(conditions, 4)).isEmpty();
        assertThat(Reachability.takenBy(conditions, 5)).hasValue(4);
    }

    private static List<HostPattern> hosts(String... hosts) {
        return Arrays.stream(hosts).map(HostPattern::parse).toList();
    }

    private static RouteCondition condition(String path, String... methods) {
        return new RouteCondition(PathPattern.parse(path), Set.of(methods));
    }
}
