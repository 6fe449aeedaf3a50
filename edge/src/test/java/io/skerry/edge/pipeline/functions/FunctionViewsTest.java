package io.skerry.edge.pipeline.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.message.Headers;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.UriNormalisation;
import io.skerry.cache.message.UriNormaliser;
import io.skerry.functions.api.EdgeRequest;
import org.junit.jupiter.api.Test;

class FunctionViewsTest {

    @Test
    void empty_value_counts_as_none_as_it_does_among_variants() {
        EdgeRequest request = request("/p?flag&x=1", Headers.of("X-Flag", "", "Cookie", "a=; b=2"));

        assertThat(request.header("X-Flag")).isEmpty();
        assertThat(request.cookie("a")).isEmpty();
        assertThat(request.cookie("b")).hasValue("2");
        assertThat(request.queryParameter("flag")).isEmpty();
        assertThat(request.queryParameter("x")).hasValue("1");
    }

    @Test
    void host_has_its_port_where_that_is_not_the_scheme_s_own() {
        assertThat(request("a.example:8080", "/p", Headers.of()).host()).isEqualTo("a.example:8080");
        assertThat(request("A.example:80", "/p", Headers.of()).host()).isEqualTo("a.example");
    }

    private static EdgeRequest request(String pathAndQuery, Headers headers) {
        return request("a.example", pathAndQuery, headers);
    }

    private static EdgeRequest request(String authority, String pathAndQuery, Headers headers) {
        var uri = (UriNormalisation.Normalised) UriNormaliser.normalise("http", authority, pathAndQuery);
        return new FunctionViews.Request(new RequestHead(Method.GET, uri.uri(), headers));
    }
}
