package io.skerry.purgeapi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PurgeEndpointTest {

    static Stream<Arguments> requests() {
        return Stream.of(
                arguments("POST", "/purge", new PurgeEndpoint.Described()),
                arguments("POST", "/purge?x=1", new PurgeEndpoint.Described()),
                arguments("GET", "/purge?since=1", new PurgeEndpoint.Feed()),
                arguments("GET", "/purge/pg_1", new PurgeEndpoint.Status("pg_1")),
                arguments("GET", "/purge/pg_1/x", new PurgeEndpoint.Unknown()),
                arguments("POST", "/purge/a.example/b?c=d", new PurgeEndpoint.Target("a.example/b?c=d")),
                arguments("PUT", "/purge", new PurgeEndpoint.OtherMethod("GET, HEAD, POST")),
                arguments("PURGE", "/b?c", new PurgeEndpoint.Target("h.example/b?c")),
                arguments("PURGE", "https://a.example/b", new PurgeEndpoint.Target("https://a.example/b")),
                arguments("PURGE", "/purge", new PurgeEndpoint.Target("h.example/purge")),
                arguments("GET", "/gateway", new PurgeEndpoint.Gateway()),
                arguments("GET", "/gateway/x", new PurgeEndpoint.Unknown()),
                arguments("GET", "/openapi.yaml", new PurgeEndpoint.Description()),
                arguments("POST", "/service/shop/purge", new PurgeEndpoint.ServiceKeys("shop")),
                arguments("POST", "/service/shop/purge/a%2Fb+c", new PurgeEndpoint.ServiceKey("shop", "a/b+c")),
                arguments("POST", "/service/shop/purge/%zz", new PurgeEndpoint.ServiceKey("shop", "%zz")),
                arguments("POST", "/service/shop/purge_all", new PurgeEndpoint.ServiceAll("shop")),
                arguments("GET", "/service/shop/purge_all", new PurgeEndpoint.OtherMethod("POST")),
                arguments("POST", "/service/shop", new PurgeEndpoint.Unknown()),
                arguments("POST", "/client/v4/zones/shop/purge_cache", new PurgeEndpoint.Zone("shop")),
                arguments("POST", "/client/v5/zones/shop/purge_cache", new PurgeEndpoint.Unknown()),
                arguments("OPTIONS", "*", new PurgeEndpoint.Unknown()));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void method_and_target_say_what_is_asked_for(String method, String target, PurgeEndpoint expected) {
        assertThat(PurgeEndpoint.of(method, target, "h.example")).isEqualTo(expected);
    }
}
