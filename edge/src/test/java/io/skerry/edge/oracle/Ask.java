package io.skerry.edge.oracle;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One request of the oracle's client.
 *
 * @param url what to ask for
 * @param method {@code GET} or {@code HEAD}
 * @param language of {@code Accept-Language}, empty for none
 * @param authorization of {@code Authorization}, empty for none
 * @param range the part to ask for
 * @param ifNoneMatch the client's own validator
 * @param leavesAfter so many bytes of content the client takes before it closes the connection
 */
public record Ask(
        OracleUrl url,
        String method,
        String language,
        String authorization,
        Optional<Span> range,
        Optional<String> ifNoneMatch,
        OptionalLong leavesAfter) {

    /** Bytes from {@code first} to {@code last}, both included. */
    public record Span(long first, long last) {}

    /** A plain GET. */
    public static Ask get(OracleUrl url) {
        return new Ask(url, "GET", "", "", Optional.empty(), Optional.empty(), OptionalLong.empty());
    }

    /** The same in a language. */
    public Ask in(String otherLanguage) {
        return new Ask(url, method, otherLanguage, authorization, range, ifNoneMatch, leavesAfter);
    }

    /** The same with credentials. */
    public Ask as(String credentials) {
        return new Ask(url, method, language, credentials, range, ifNoneMatch, leavesAfter);
    }

    /** The same by HEAD. */
    public Ask headOnly() {
        return new Ask(url, "HEAD", language, authorization, range, ifNoneMatch, leavesAfter);
    }

    /** The same of a part. */
    public Ask span(long first, long last) {
        return new Ask(
                url, method, language, authorization, Optional.of(new Span(first, last)), ifNoneMatch, leavesAfter);
    }

    /** The same if it has changed from a version. */
    public Ask unless(String entityTag) {
        return new Ask(url, method, language, authorization, range, Optional.of(entityTag), leavesAfter);
    }

    /** The same, left after so many bytes. */
    public Ask leavingAfter(long bytes) {
        return new Ask(url, method, language, authorization, range, ifNoneMatch, OptionalLong.of(bytes));
    }
}
