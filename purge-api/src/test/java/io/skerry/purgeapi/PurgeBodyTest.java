package io.skerry.purgeapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector.QueryMatch;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.message.TargetUri;
import io.skerry.purgeapi.delivery.PurgeReach;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PurgeBodyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'files': [                | not JSON at line 1, column 12: Unexpected end-of-input: expected close marker for Array",
                "{'files':\\n ['a',}]         | not JSON at line 2, column 7: Unexpected character ('}' (code 125)): expected a value",
                "[[[[[[[[[[[[[[[[[[[[       | not JSON: Document nesting depth (17) exceeds the maximum allowed (16)",
            })
    void what_is_no_json_is_told_with_its_place_and_in_no_words_of_the_parsers_code(String text, String fault) {
        assertThat(parse(text.replace('\'', '"').replace("\\n", "\n")))
                .isEqualTo(new ParsedBody.Invalid(List.of(new FieldError("", fault))));
    }

    @Test
    void all_kinds_of_selectors_in_one_body_are_read_in_their_normal_form() {
        ParsedBody body = parse("""
                {"files": ["HTTPS://Shop.Example.com:443/a/../product/%34%32?size=2",
                           {"url": "http://shop.example.com/", "ignore_query": true}],
                 "urls": ["http://shop.example.com:8080/x"],
                 "prefixes": ["Shop.example.com/assets/v3", "shop.example.com"],
                 "tags": ["product-42", "größe"],
                 "hosts": ["OLD.example.com:8443"],
                 "purge_everything": false,
                 "mode": "soft", "site": "shop", "reason": "price update #881"}
                """);
        assertThat(body)
                .isEqualTo(new ParsedBody.Parsed(new PurgeCommand(
                        List.of(
                                new PurgeItem.Url(
                                        "/files/0",
                                        new TargetUri("https", "shop.example.com", "/product/42", "size=2"),
                                        QueryMatch.EXACT),
                                new PurgeItem.Url(
                                        "/files/1/url",
                                        new TargetUri("http", "shop.example.com", "/", ""),
                                        QueryMatch.IGNORED),
                                new PurgeItem.Url(
                                        "/urls/0",
                                        new TargetUri("http", "shop.example.com:8080", "/x", ""),
                                        QueryMatch.EXACT),
                                new PurgeItem.Prefix("/prefixes/0", "shop.example.com", "/assets/v3"),
                                new PurgeItem.Prefix("/prefixes/1", "shop.example.com", "/"),
                                new PurgeItem.Tag("/tags/0", "product-42"),
                                new PurgeItem.Tag("/tags/1", "größe"),
                                new PurgeItem.Host("/hosts/0", "old.example.com:8443")),
                        how(PurgeMode.SOFT),
                        Optional.of("shop"),
                        Optional.of("price update #881"))));
    }

    @Test
    void everything_is_purged_hard_unless_told_otherwise() {
        assertThat(parse("{\"purge_everything\": true}"))
                .isEqualTo(new ParsedBody.Parsed(new PurgeCommand(
                        List.of(new PurgeItem.Everything("/purge_everything")),
                        how(PurgeMode.HARD),
                        Optional.empty(),
                        Optional.empty())));
    }

    @Test
    void default_port_of_either_scheme_is_the_host_as_it_is_stored() {
        assertThat(parse("{\"hosts\": [\"a.example:443\", \"[::1]:80\"], \"prefixes\": [\"a.example:443/x\"]}"))
                .isEqualTo(new ParsedBody.Parsed(new PurgeCommand(
                        List.of(
                                new PurgeItem.Host("/hosts/0", "a.example"),
                                new PurgeItem.Host("/hosts/1", "[::1]"),
                                new PurgeItem.Prefix("/prefixes/0", "a.example", "/x")),
                        how(PurgeMode.HARD),
                        Optional.empty(),
                        Optional.empty())));
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments("", ""),
                arguments("nonsense", ""),
                arguments("{\"tags\": [\"a\"]", ""),
                arguments("{\"tags\": [\"a\"]} {}", ""),
                arguments("[]", ""),
                arguments("\"x\"", ""),
                arguments("null", ""),
                arguments("{}", ""),
                arguments("{\"files\": []}", ""),
                arguments("{\"purge_everything\": false}", ""),
                arguments("{\"tags\": [\"a\"], \"tags\": [\"b\"]}", ""),
                arguments("{\"tags\": [\"a\"], \"colour\": 1}", "/colour"),
                arguments("{\"tags\": [\"a\"], \"dry_run\": \"yes\"}", "/dry_run"),
                arguments("{\"tags\": [\"a\"], \"scope\": \"all\"}", "/scope"),
                arguments("{\"files\": [{\"url\": \"https://a.example/\", \"headers\": {}}]}", "/files/0/headers"),
                arguments(
                        "{\"files\": [{\"url\": \"https://a.example/\", \"headers\": {\"A b\": \"c\"}}]}",
                        "/files/0/headers/A b"),
                arguments(
                        "{\"files\": [{\"url\": \"https://a.example/\", \"headers\": {\"A\": 1}}]}",
                        "/files/0/headers/A"),
                arguments("{\"type\": \"uri\", \"selectors\": []}", "/selectors"),
                arguments("{\"type\": \"uri\", \"selectors\": [\"/x\"]}", "/selectors/0"),
                arguments("{\"type\": \"origin\", \"selectors\": [\"https://a.example/\"]}", "/selectors/0"),
                arguments("{\"tags\": [\"a\"], \"a/b~c\": 1}", "/a~1b~0c"),
                arguments("{\"files\": \"https://a.example/\"}", "/files"),
                arguments("{\"files\": [\"https://a.example/\", 7]}", "/files/1"),
                arguments("{\"files\": [null]}", "/files/0"),
                arguments("{\"files\": [\"/relative\"]}", "/files/0"),
                arguments("{\"files\": [\"a.example/x\"]}", "/files/0"),
                arguments("{\"files\": [\"ftp://a.example/\"]}", "/files/0"),
                arguments("{\"files\": [\"https://user@a.example/\"]}", "/files/0"),
                arguments("{\"files\": [\"https:///x\"]}", "/files/0"),
                arguments("{\"files\": [\"https://a.example/#top\"]}", "/files/0"),
                arguments("{\"files\": [\"https://a.example/%zz\"]}", "/files/0"),
                arguments("{\"files\": [\"https://a.example/a b\"]}", "/files/0"),
                arguments("{\"files\": [{}]}", "/files/0/url"),
                arguments("{\"files\": [{\"url\": 1}]}", "/files/0/url"),
                arguments("{\"files\": [{\"url\": \"x\"}]}", "/files/0/url"),
                arguments(
                        "{\"files\": [{\"url\": \"https://a.example/\", \"ignore_query\": 1}]}",
                        "/files/0/ignore_query"),
                arguments("{\"files\": [{\"url\": \"https://a.example/\", \"method\": 1}]}", "/files/0/method"),
                arguments("{\"tags\": [\"two words\"]}", "/tags/0"),
                arguments("{\"tags\": [\"a\\u0000b\"]}", "/tags/0"),
                arguments("{\"tags\": [\"ok\", \"\"]}", "/tags/1"),
                arguments("{\"tags\": {}}", "/tags"),
                arguments("{\"tags\": [1]}", "/tags/0"),
                arguments("{\"tags\": [\"" + "x".repeat(1_025) + "\"]}", "/tags/0"),
                arguments("{\"prefixes\": [\"https://a.example/x\"]}", "/prefixes/0"),
                arguments("{\"prefixes\": [\"/x\"]}", "/prefixes/0"),
                arguments("{\"prefixes\": [\"a.example/x?y\"]}", "/prefixes/0"),
                arguments("{\"prefixes\": [\"\"]}", "/prefixes/0"),
                arguments("{\"hosts\": [\"a.example/\"]}", "/hosts/0"),
                arguments("{\"hosts\": [\"https://a.example\"]}", "/hosts/0"),
                arguments("{\"hosts\": [\"\"]}", "/hosts/0"),
                arguments("{\"hosts\": [\"*.example\"]}", "/hosts/0"),
                arguments("{\"purge_everything\": \"yes\"}", "/purge_everything"),
                arguments("{\"purge_everything\": true, \"tags\": [\"a\"]}", "/purge_everything"),
                arguments("{\"tags\": [\"a\"], \"mode\": \"medium\"}", "/mode"),
                arguments("{\"tags\": [\"a\"], \"mode\": \"HARD\"}", "/mode"),
                arguments("{\"tags\": [\"a\"], \"mode\": null}", "/mode"),
                arguments("{\"tags\": [\"a\"], \"site\": \"\"}", "/site"),
                arguments("{\"tags\": [\"a\"], \"site\": [\"b\"]}", "/site"),
                arguments("{\"tags\": [\"a\"], \"reason\": 1}", "/reason"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformed_body_is_refused_with_a_pointer_to_what_is_wrong(String body, String pointer) {
        assertThat(pointers(parse(body))).containsExactly("invalid " + pointer);
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    void member_that_this_node_does_not_do_is_named_and_not_ignored(String body, String pointer) {
        assertThat(pointers(parse(body))).containsExactly("unsupported " + pointer);
    }

    static Stream<Arguments> unsupported() {
        return Stream.of(
                arguments(
                        "{\"type\": \"group\", \"selectors\": [\"https://a.example:443\"], \"groups\": [\"g\"]}",
                        "/type"),
                arguments("{\"type\": 1, \"selectors\": []}", "/type"));
    }

    private static PurgeCommand.How how(PurgeMode mode) {
        return new PurgeCommand.How(mode, PurgeReach.CLUSTER, PurgeCommand.Action.PURGE);
    }

    @Test
    void scope_and_dry_run_are_read() {
        assertThat(parse("{\"tags\": [\"a\"], \"scope\": \"node\", \"dry_run\": true}"))
                .isInstanceOfSatisfying(
                        ParsedBody.Parsed.class,
                        parsed -> assertThat(parsed.command().how())
                                .isEqualTo(new PurgeCommand.How(
                                        PurgeMode.HARD, PurgeReach.NODE, PurgeCommand.Action.DRY_RUN)));
    }

    @Test
    void fields_of_a_file_are_kept_in_the_normal_form_of_variants() {
        assertThat(parse("{\"files\": [{\"url\": \"https://a.example/\","
                        + " \"headers\": {\"Accept-Language\": \"EN;q=0.5, de\", \"X-Device\": \"mobile\"}}]}"))
                .isInstanceOfSatisfying(
                        ParsedBody.Parsed.class,
                        parsed -> assertThat(parsed.command().items())
                                .containsExactly(new PurgeItem.Url(
                                        "/files/0/url",
                                        new TargetUri("https", "a.example", "/", ""),
                                        QueryMatch.EXACT,
                                        new VariantKey(
                                                List.of(
                                                        new VariantInput(VariantInput.Kind.HEADER, "accept-language"),
                                                        new VariantInput(VariantInput.Kind.HEADER, "x-device")),
                                                List.of("de;en", "mobile")))));
    }

    @Test
    void event_of_the_draft_is_read_and_what_it_does_not_know_is_ignored() {
        assertThat(parse("{\"type\": \"uri-prefix\", \"selectors\": [\"HTTPS://a.example:443/x/../y\"],"
                        + " \"purge\": true, \"future\": 1}"))
                .isEqualTo(new ParsedBody.Parsed(new PurgeCommand(
                        List.of(new PurgeItem.Prefix("/selectors/0", "a.example", "/y")),
                        how(PurgeMode.HARD),
                        Optional.empty(),
                        Optional.empty())));
        assertThat(parse("{\"type\": \"origin\", \"selectors\": [\"https://a.example:443\"]}"))
                .isInstanceOfSatisfying(
                        ParsedBody.Parsed.class,
                        parsed -> assertThat(parsed.command().items())
                                .containsExactly(new PurgeItem.Host("/selectors/0", "a.example")));
    }

    @Test
    void everything_that_is_wrong_is_reported_at_once() {
        assertThat(pointers(parse("{\"files\": [\"x\", \"https://a.example/\", \"y\"], \"mode\": 1, \"zzz\": 1}")))
                .containsExactly("invalid /files/0", "invalid /files/2", "invalid /mode", "invalid /zzz");
    }

    @Test
    void five_hundred_items_are_taken_and_one_more_is_not() {
        assertThat(parse("{\"tags\": " + tags(500) + "}")).isInstanceOf(ParsedBody.Parsed.class);
        assertThat(pointers(parse("{\"tags\": " + tags(501) + "}"))).containsExactly("invalid ");
        assertThat(pointers(parse("{\"tags\": " + tags(300) + ", \"hosts\": " + tags(201) + "}")))
                .containsExactly("invalid ");
    }

    @Test
    void error_list_of_a_hostile_body_is_bounded() {
        String numbers = IntStream.range(0, 100_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
        assertThat(pointers(parse("{\"tags\": [" + numbers + "]}"))).hasSizeLessThanOrEqualTo(100);
    }

    private static String tags(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"t" + i + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    private static ParsedBody parse(String body) {
        return PurgeBody.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> pointers(ParsedBody body) {
        return switch (body) {
            case ParsedBody.Invalid invalid ->
                invalid.errors().stream()
                        .map(error -> "invalid " + error.pointer())
                        .toList();
            case ParsedBody.Unsupported unsupported ->
                unsupported.errors().stream()
                        .map(error -> "unsupported " + error.pointer())
                        .toList();
            case ParsedBody.Parsed parsed -> List.of("accepted");
        };
    }
}
