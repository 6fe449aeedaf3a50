package io.skerry.purgeapi.token;

import io.skerry.cache.address.AddressRanges;
import io.skerry.purgeapi.FieldError;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tree of a token file, collecting all that is wrong with it. Used once. */
final class TokenFileReader {

    private static final Set<String> KEYS = Set.of("name", "sha256", "addresses", "scopes", "sites", "expires");

    private final List<AdminToken> tokens = new ArrayList<>();
    private final List<FieldError> errors = new ArrayList<>();

    TokenFile file(Object tree) {
        if (tree instanceof Map<?, ?> map
                && map.keySet().equals(Set.of("tokens"))
                && map.get("tokens") instanceof List<?> list
                && !list.isEmpty()) {
            for (int i = 0; i < list.size(); i++) {
                token("/tokens/" + i, list.get(i));
            }
        } else {
            error("", "not a file of tokens: expected the one key \"tokens\" with a list of at least one");
        }
        return errors.isEmpty() ? new TokenFile.Read(new AdminTokens(tokens)) : new TokenFile.Invalid(errors);
    }

    private void token(String at, @Nullable Object tree) {
        if (!(tree instanceof Map<?, ?> map)) {
            error(at, "not a token: expected name, sha256 or addresses, and scopes");
            return;
        }
        for (Object key : map.keySet()) {
            if (!(key instanceof String name && KEYS.contains(name))) {
                error(at + '/' + key, "unknown key");
            }
        }
        int before = errors.size();
        String name = text(at + "/name", map.get("name"));
        Optional<? extends Credential> credential = credential(at, map);
        Set<TokenScope> scopes = scopes(at + "/scopes", map.get("scopes"));
        if (map.containsKey("addresses") && !Set.of(TokenScope.PURGE_URL).containsAll(scopes)) {
            error(
                    at + "/scopes",
                    "callers without a token send PURGE, which needs purge:url and can use no other scope");
        }
        // An empty list would mean "all sites" to us and "none" to whoever wrote it.
        Set<String> sites = map.containsKey("sites") ? Set.copyOf(texts(at + "/sites", map.get("sites"))) : Set.of();
        Optional<Instant> expires =
                map.containsKey("expires") ? instant(at + "/expires", map.get("expires")) : Optional.empty();
        if (errors.size() == before && credential.isPresent()) {
            tokens.add(new AdminToken(name, credential.get(), scopes, sites, expires));
        }
    }

    private Optional<? extends Credential> credential(String at, Map<?, ?> token) {
        if (!token.containsKey("addresses")) {
            return hash(at + "/sha256", token.get("sha256"));
        }
        if (token.containsKey("sha256")) {
            error(
                    at + "/addresses",
                    "callers from these addresses need no token, and sha256 is one: write two entries");
            return Optional.empty();
        }
        List<String> texts = texts(at + "/addresses", token.get("addresses"));
        try {
            return Optional.of(new CallerAddresses(AddressRanges.of(texts)));
        } catch (IllegalArgumentException none) {
            error(at + "/addresses", none.getMessage() + ": expected addresses such as 192.0.2.7 or 10.0.0.0/8");
            return Optional.empty();
        }
    }

    private Optional<TokenHash> hash(String at, @Nullable Object tree) {
        Optional<TokenHash> hash = tree instanceof String hex ? TokenHash.ofHex(hex) : Optional.empty();
        if (hash.isEmpty()) {
            error(at, "not the SHA-256 of a token: 64 hexadecimal digits");
        }
        return hash;
    }

    private Set<TokenScope> scopes(String at, @Nullable Object tree) {
        Set<TokenScope> scopes = EnumSet.noneOf(TokenScope.class);
        List<String> words = texts(at, tree);
        for (int i = 0; i < words.size(); i++) {
            Optional<TokenScope> scope = TokenScope.of(words.get(i));
            if (scope.isEmpty()) {
                error(at + '/' + i, "unknown scope \"" + words.get(i) + '"');
            }
            scope.ifPresent(scopes::add);
        }
        return scopes;
    }

    private Optional<Instant> instant(String at, @Nullable Object tree) {
        try {
            return Optional.of(OffsetDateTime.parse(String.valueOf(tree)).toInstant());
        } catch (DateTimeException e) {
            error(at, "not a moment such as 2027-01-01T00:00:00Z");
            return Optional.empty();
        }
    }

    private List<String> texts(String at, @Nullable Object tree) {
        if (!(tree instanceof List<?> list) || list.isEmpty()) {
            error(at, "not a list of at least one text");
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            texts.add(text(at + '/' + i, list.get(i)));
        }
        return texts;
    }

    private String text(String at, @Nullable Object tree) {
        if (tree instanceof String text && !text.isEmpty()) {
            return text;
        }
        error(at, "not a text");
        return "";
    }

    private void error(String pointer, String detail) {
        errors.add(new FieldError(pointer, detail));
    }
}
