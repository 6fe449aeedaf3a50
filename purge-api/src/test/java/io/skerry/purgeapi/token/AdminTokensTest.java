package io.skerry.purgeapi.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.skerry.cache.address.AddressRanges;
import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.purgeapi.FieldError;
import io.skerry.purgeapi.PurgeCommand;
import io.skerry.purgeapi.PurgeItem;
import io.skerry.purgeapi.delivery.PurgeReach;
import io.skerry.purgeapi.token.Authentication.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is known, and what they may do. */
class AdminTokensTest {

    private static final PurgeCommand.How HARD =
            new PurgeCommand.How(PurgeMode.HARD, PurgeReach.CLUSTER, PurgeCommand.Action.PURGE);

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static final AdminToken DEPLOY = new AdminToken(
            "deploy",
            TokenHash.of("secret-1"),
            Set.of(TokenScope.PURGE_URL, TokenScope.PURGE_TAG),
            Set.of("shop", "blog"),
            Optional.of(NOON));
    private static final AdminToken WIKI = new AdminToken(
            "wiki",
            new CallerAddresses(AddressRanges.of(List.of("192.0.2.7"))),
            Set.of(TokenScope.PURGE_URL),
            Set.of("shop"),
            Optional.empty());
    private static final AdminToken ROOT = AdminToken.unrestricted("root", TokenHash.of("secret-2"));

    static Stream<Arguments> fields() {
        Instant before = NOON.minusMillis(1);
        return Stream.of(
                arguments(null, before, new Authentication.Unknown(Reason.NO_TOKEN)),
                arguments("", before, new Authentication.Unknown(Reason.NO_TOKEN)),
                arguments("Basic secret-1", before, new Authentication.Unknown(Reason.NO_TOKEN)),
                arguments("secret-1", before, new Authentication.Unknown(Reason.NO_TOKEN)),
                arguments("Bearer ", before, new Authentication.Unknown(Reason.WRONG_TOKEN)),
                arguments("Bearer secret", before, new Authentication.Unknown(Reason.WRONG_TOKEN)),
                arguments("Bearer secret-11", before, new Authentication.Unknown(Reason.WRONG_TOKEN)),
                arguments("Bearer SECRET-1", before, new Authentication.Unknown(Reason.WRONG_TOKEN)),
                arguments("Bearer secret-1", before, new Authentication.Known(DEPLOY)),
                arguments("bearer  secret-1", before, new Authentication.Known(DEPLOY)),
                arguments("Bearer secret-1", NOON, new Authentication.Unknown(Reason.EXPIRED_TOKEN)),
                arguments("Bearer secret-2", NOON, new Authentication.Known(ROOT)));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void callers_are_known_by_a_token_in_force_and_by_nothing_else(String field, Instant now, Authentication expected) {
        assertThat(new AdminTokens(List.of(DEPLOY, ROOT))
                        .authenticate(Optional.ofNullable(field), Optional.of("192.0.2.7"), now))
                .isEqualTo(expected);
    }

    static Stream<Arguments> addresses() {
        return Stream.of(
                arguments(null, "192.0.2.7", new Authentication.Known(WIKI)),
                arguments("Basic d2lraQ==", "192.0.2.7", new Authentication.Known(WIKI)),
                arguments(null, "192.0.2.8", new Authentication.Unknown(Reason.NO_TOKEN)),
                arguments(null, null, new Authentication.Unknown(Reason.NO_TOKEN)),
                arguments(null, "198.51.100.1", new Authentication.Unknown(Reason.NO_TOKEN)),
                arguments("Bearer secret", "192.0.2.7", new Authentication.Unknown(Reason.WRONG_TOKEN)),
                arguments("Bearer secret-2", "192.0.2.7", new Authentication.Known(ROOT)));
    }

    /** The entry of 198.51.100.0/24 is over. */
    @ParameterizedTest
    @MethodSource("addresses")
    void callers_without_a_token_are_known_by_their_address_where_it_counts(
            String field, String address, Authentication expected) {
        AdminToken over = new AdminToken(
                "over",
                new CallerAddresses(AddressRanges.of(List.of("198.51.100.0/24"))),
                Set.of(TokenScope.PURGE_URL),
                Set.of(),
                Optional.of(NOON));
        assertThat(new AdminTokens(List.of(over, WIKI, ROOT))
                        .authenticate(Optional.ofNullable(field), Optional.ofNullable(address), NOON))
                .isEqualTo(expected);
    }

    static Stream<Arguments> purges() {
        PurgeItem tag = new PurgeItem.Tag("/tags/0", "t");
        PurgeItem host = new PurgeItem.Host("/hosts/0", "a.example");
        PurgeItem prefix = new PurgeItem.Prefix("/prefixes/0", "a.example", "/");
        PurgeItem everything = new PurgeItem.Everything("/purge_everything");
        return Stream.of(
                arguments(DEPLOY, List.of(tag), null, new PurgeAuthority.Allowed(Set.of("shop", "blog"))),
                arguments(DEPLOY, List.of(tag), "shop", new PurgeAuthority.Allowed(Set.of("shop"))),
                arguments(
                        DEPLOY,
                        List.of(tag),
                        "other",
                        new PurgeAuthority.Denied("/site", "the token is not for this site")),
                arguments(DEPLOY, List.of(tag, host), null, lacks("/hosts/0", "purge:host")),
                arguments(DEPLOY, List.of(prefix), "shop", lacks("/prefixes/0", "purge:prefix")),
                arguments(DEPLOY, List.of(everything), "shop", lacks("/purge_everything", "purge:all")),
                arguments(ROOT, List.of(everything), null, new PurgeAuthority.Allowed(Set.of())),
                arguments(ROOT, List.of(host, prefix, tag), "any", new PurgeAuthority.Allowed(Set.of("any"))));
    }

    private static PurgeAuthority lacks(String pointer, String scope) {
        return new PurgeAuthority.Denied(pointer, "the token lacks the scope " + scope);
    }

    @ParameterizedTest
    @MethodSource("purges")
    void token_allows_its_scopes_within_its_sites(
            AdminToken token, List<PurgeItem> items, String site, PurgeAuthority expected) {
        PurgeCommand command = new PurgeCommand(items, HARD, Optional.ofNullable(site), Optional.empty());
        assertThat(PurgeAuthority.of(token, command)).isEqualTo(expected);
    }

    @Test
    void file_of_tokens_is_read_with_all_that_it_says() {
        Map<String, ?> tree = Map.of(
                "tokens",
                List.of(
                        Map.of(
                                "name", "deploy",
                                "sha256", TokenHash.of("secret-1").hex(),
                                "scopes", List.of("purge:url", "purge:tag"),
                                "sites", List.of("shop", "blog"),
                                "expires", "2026-11-23T13:00:00+01:00"),
                        Map.of("name", "watch", "sha256", TokenHash.of("w").hex(), "scopes", List.of("read")),
                        Map.of(
                                "name", "wiki",
                                "addresses", List.of("192.0.2.7"),
                                "scopes", List.of("purge:url"),
                                "sites", List.of("shop"))));
        assertThat(TokenFile.of(tree))
                .isEqualTo(new TokenFile.Read(new AdminTokens(List.of(
                        DEPLOY,
                        new AdminToken("watch", TokenHash.of("w"), Set.of(TokenScope.READ), Set.of(), Optional.empty()),
                        WIKI))));
    }

    static Stream<Arguments> badTokens() {
        String hash = TokenHash.of("x").hex();
        List<String> scopes = List.of("read");
        return Stream.of(
                arguments(Map.of("sha256", hash, "scopes", scopes), "/tokens/0/name"),
                arguments(Map.of("name", "n", "scopes", scopes), "/tokens/0/sha256"),
                arguments(Map.of("name", "n", "sha256", "secret", "scopes", scopes), "/tokens/0/sha256"),
                arguments(Map.of("name", "n", "sha256", hash), "/tokens/0/scopes"),
                arguments(Map.of("name", "n", "sha256", hash, "scopes", List.of()), "/tokens/0/scopes"),
                arguments(Map.of("name", "n", "sha256", hash, "scopes", List.of("read", "all")), "/tokens/0/scopes/1"),
                arguments(Map.of("name", "n", "sha256", hash, "scopes", scopes, "sites", List.of()), "/tokens/0/sites"),
                arguments(
                        Map.of("name", "n", "sha256", hash, "scopes", scopes, "expires", "soon"), "/tokens/0/expires"),
                arguments(Map.of("name", "n", "sha256", hash, "scopes", scopes, "site", "a"), "/tokens/0/site"),
                arguments(
                        Map.of("name", "n", "addresses", List.of("wiki.example"), "scopes", List.of("purge:url")),
                        "/tokens/0/addresses"),
                arguments(
                        Map.of("name", "n", "addresses", List.of("10.0.0.0/8"), "scopes", scopes), "/tokens/0/scopes"),
                arguments(
                        Map.of(
                                "name",
                                "n",
                                "addresses",
                                List.of("10.0.0.0/8"),
                                "sha256",
                                hash,
                                "scopes",
                                List.of("purge:url")),
                        "/tokens/0/addresses"),
                arguments("text", "/tokens/0"));
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void file_with_anything_wrong_gives_no_token_at_all(Object token, String pointer) {
        assertThat(TokenFile.of(Map.of("tokens", List.of(token))))
                .isInstanceOfSatisfying(
                        TokenFile.Invalid.class,
                        invalid -> assertThat(invalid.errors())
                                .extracting(FieldError::pointer)
                                .containsExactly(pointer));
    }

    @Test
    void generated_token_is_kept_in_a_file_that_only_its_owner_reads(@TempDir Path folder) throws IOException {
        GeneratedToken made = GeneratedToken.in(folder);
        Path file = folder.resolve("admin-token");
        assertThat(made.origin()).isEqualTo(GeneratedToken.Origin.NEW);
        assertThat(file).hasContent(made.text() + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(GeneratedToken.in(folder)).isEqualTo(new GeneratedToken(made.text(), GeneratedToken.Origin.KEPT));
        assertThat(made.tokens().authenticate(Optional.of("Bearer " + made.text()), Optional.empty(), NOON))
                .isInstanceOf(Authentication.Known.class);
        assertThat(made.toString()).doesNotContain(made.text());
    }

    @Test
    void generated_token_that_others_could_have_read_is_replaced(@TempDir Path folder) throws IOException {
        GeneratedToken made = GeneratedToken.in(folder);
        Files.setPosixFilePermissions(folder.resolve("admin-token"), PosixFilePermissions.fromString("rw-r--r--"));
        GeneratedToken next = GeneratedToken.in(folder);
        assertThat(next.origin()).isEqualTo(GeneratedToken.Origin.NEW);
        assertThat(next.text()).isNotEqualTo(made.text());
        assertThat(folder.resolve("admin-token")).hasContent(next.text() + "\n");
    }
}
