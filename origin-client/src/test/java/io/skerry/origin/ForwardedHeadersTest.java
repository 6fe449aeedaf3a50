package io.skerry.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.message.Headers;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.TargetUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedHeadersTest {

    private static final ClientIdentity STRANGER = new ClientIdentity(
            "203.0.113.7", "203.0.113.7", ClientIdentity.Trust.UNTRUSTED, "https", "shop.example", "2", "id-1");

    @Test
    void the_edge_says_who_asked_how_and_for_what() {
        assertThat(ForwardedHeaders.of(request("Accept", "*/*"), STRANGER))
                .isEqualTo(Headers.of(
                        "Accept", "*/*",
                        "X-Forwarded-For", "203.0.113.7",
                        "X-Forwarded-Proto", "https",
                        "X-Forwarded-Host", "shop.example",
                        "Forwarded", "for=203.0.113.7;host=shop.example;proto=https",
                        "Via", "2 skerry",
                        "X-Request-Id", "id-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For",
                "X-Forwarded-Proto",
                "X-Forwarded-Host",
                "X-Forwarded-Port",
                "X-Forwarded-Prefix",
                "x-forwarded-anything",
                "Forwarded",
                "X-Real-IP",
                "True-Client-IP",
                "CF-Connecting-IP",
                "X-Original-URL",
                "X-Rewrite-URL",
                "X-HTTP-Method-Override",
                "X-HTTP-Method",
                "X-Method-Override",
                "X-Request-Id",
                "Proxy",
                "X_Forwarded_For",
                "X-Forwarded_Host",
                "x_original_url",
                "HTTP_CLIENT_IP",
                "WL-Proxy-Client-IP",
                "X-Forwarded",
                "Transfer_Encoding",
                "Content_Length",
                "Accept_Language",
                "User_Agent",
                "CDN_Loop"
            })
    void what_a_stranger_claims_is_dropped(String name) {
        assertThat(ForwardedHeaders.of(request(name, "spoofed"), STRANGER).toString())
                .doesNotContain("spoofed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Original-URL",
                "X-Rewrite-URL",
                "X-HTTP-Method-Override",
                "X-Forwarded-Prefix",
                "Proxy",
                "X_Rewrite_URL",
                "X-Script-Name",
                "X-Scheme",
                "X-HTTP-Host-Override",
                "CF-Visitor",
                "X-Override-URL",
                "X-HTTP-Path-Override",
                "X-HTTP-DestinationURL",
                "Request-URI",
                "X-Matched-Path",
                "X-Now-Route-Matches",
                "X-Invoke-Path",
                "X-Middleware-Subrequest",
                "X-Sendfile-Type",
                "X-Accel-Mapping",
                "Fastly-Host"
            })
    void nobody_may_speak_of_another_url_or_method(String name) {
        assertThat(ForwardedHeaders.of(request(name, "spoofed"), proxied()).toString())
                .doesNotContain("spoofed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Api_Key", "X_Tenant", "Accept-Language", "User-Agent", "Content-Type", "If-Match"})
    void what_is_the_client_s_to_say_goes_on(String name) {
        assertThat(ForwardedHeaders.of(request(name, "said"), STRANGER).first(name))
                .contains("said");
    }

    @Test
    void what_a_trusted_proxy_says_is_extended() {
        RequestHead request = request(
                "X-Forwarded-For",
                "198.51.100.1, 203.0.113.7",
                "Forwarded",
                "for=198.51.100.1",
                "Via",
                "1.1 lb",
                "X-Forwarded-For",
                "192.0.2.9");
        Headers fields = ForwardedHeaders.of(request, proxied());

        assertThat(fields.all("X-Forwarded-For")).containsExactly("198.51.100.1, 203.0.113.7, 192.0.2.9, 10.0.0.1");
        assertThat(fields.all("Forwarded"))
                .containsExactly("for=198.51.100.1, for=10.0.0.1;host=shop.example;proto=https");
        assertThat(fields.all("Via")).containsExactly("1.1 lb, 1.1 skerry");
    }

    @Test
    void an_ipv6_address_and_a_port_are_quoted() {
        ClientIdentity from = new ClientIdentity(
                "2001:db8::1",
                "2001:db8::1",
                ClientIdentity.Trust.UNTRUSTED,
                "http",
                "shop.example:8080",
                "1.1",
                "id-1");

        assertThat(ForwardedHeaders.of(request(), from).first("Forwarded"))
                .contains("for=\"[2001:db8::1]\";host=\"shop.example:8080\";proto=http");
    }

    private static ClientIdentity proxied() {
        return new ClientIdentity(
                "10.0.0.1", "203.0.113.7", ClientIdentity.Trust.TRUSTED_PROXY, "https", "shop.example", "1.1", "id-1");
    }

    private static RequestHead request(String... fields) {
        return new RequestHead(Method.GET, new TargetUri("https", "shop.example", "/", ""), Headers.of(fields));
    }
}
