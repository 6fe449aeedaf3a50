package io.skerry.edge.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.routing.PathPattern;
import io.skerry.edge.routing.Template;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteActionTest {

    @ParameterizedTest(name = "{1} to {2}")
    @CsvSource({
        "/old/{rest...}, /old/a/b,             /{rest},                  /a/b",
        "/old/{rest...}, /old,                 /{rest},                  /",
        "/old/{rest...}, /old//evil.example/x, /{rest},                  /.//evil.example/x",
        "/old/{rest...}, '/old/\\evil.example', /{rest},                  '/./\\evil.example'",
        "/old/{rest...}, /old//evil.example,   /new/{rest},              /new//evil.example",
        "/old/{rest...}, /old//x,              https://to.example/{rest}, https://to.example//x",
        "/old/{rest...}, /old/x,               //to.example/{rest},      //to.example/x"
    })
    void redirect_leads_to_no_host_that_a_path_names(String pattern, String path, String to, String location) {
        var captures = PathPattern.parse(pattern).match(path).orElseThrow();
        assertThat(new RouteAction.Redirect(Template.parse(to), 301).location(captures))
                .isEqualTo(location);
    }
}
