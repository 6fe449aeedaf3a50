package io.skerry.edge.oracle;

import io.skerry.edge.oracle.BodyCheck.Finding;
import io.skerry.edge.oracle.Verdict.Kind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Judges one answer: first its head, then its content. */
final class AnswerCheck {

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");

    private final Ask ask;
    private final String client;
    private final long floor;
    private final OracleLedger ledger;
    private final String variant;
    private Kind kind = Kind.COMPLETE;
    private String detail = "";
    private @Nullable BodyCheck body;

    AnswerCheck(Ask ask, String client, long floor, OracleLedger ledger) {
        this.ask = ask;
        this.client = client;
        this.floor = floor;
        this.ledger = ledger;
        this.variant = ask.url().variant(new RequestTraits(ask.language(), ask.authorization(), client));
    }

    boolean hasContent(WireHead head) {
        return !ask.method().equals("HEAD") && head.status() != 304 && head.status() != 204;
    }

    /** Judges the head; the check that content has to go through, where it can be told what it must be. */
    Optional<BodyCheck> head(WireHead head) {
        switch (head.status()) {
            case 200, 206, 304 -> published(head);
            default -> found(Kind.FAILED, "status " + head.status());
        }
        return Optional.ofNullable(body);
    }

    /** Its framing says that it is whole. */
    Verdict whole(WireHead head) {
        if (body != null) {
            contentFindings(body);
            if (!body.isWhole()) {
                found(Kind.CORRUPT, body.detail());
            }
        }
        return verdict(head);
    }

    /** It broke off visibly; what came before must be right all the same. */
    Verdict broken(WireHead head, String why) {
        if (body != null) {
            contentFindings(body);
        }
        if (kind == Kind.COMPLETE) {
            found(Kind.BROKEN, why);
        }
        return verdict(head);
    }

    /** The client left; what came before must be right all the same. */
    Verdict left(WireHead head) {
        if (body != null) {
            contentFindings(body);
        }
        if (kind == Kind.COMPLETE) {
            found(Kind.LEFT, "");
        }
        return verdict(head);
    }

    private void published(WireHead head) {
        long version = version(head);
        if (version < 1 || version > ledger.version(ask.url())) {
            found(Kind.CORRUPT, "version '" + head.value("x-oracle-version") + "' was never published");
            return;
        }
        OracleContent content = OracleContent.of(ask.url(), variant, version);
        if (version < floor) {
            found(Kind.STALE, "version " + version + " after a purge of everything before " + floor);
        }
        entityTag(head, content);
        cookie(head);
        switch (head.status()) {
            case 206 -> part(head, content);
            case 304 -> notModified(head);
            default -> all(head, content);
        }
    }

    private void all(WireHead head, OracleContent content) {
        String announced = head.value("x-oracle-length");
        long claimed = announced.isEmpty() ? content.length() : Long.parseLong(announced);
        String length = head.value("content-length");
        if (!hasContent(head)) {
            if (!length.isEmpty() && Long.parseLong(length) != claimed) {
                found(Kind.CORRUPT, "Content-Length " + length + " instead of " + claimed);
            }
            return;
        }
        // An origin that announced more cannot have sent it: such an answer has to break off.
        long end = Math.min(claimed, content.length());
        body = new BodyCheck(content, 0, end, ask.leavesAfter().orElse(Long.MAX_VALUE));
    }

    private void part(WireHead head, OracleContent content) {
        Matcher range = CONTENT_RANGE.matcher(head.value("content-range"));
        if (ask.range().isEmpty() || !range.matches()) {
            found(Kind.CORRUPT, "206 with Content-Range '" + head.value("content-range") + "'");
            return;
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        long expectedLast = Math.min(ask.range().get().last(), content.length() - 1);
        boolean asAsked = first == ask.range().get().first() && last == expectedLast;
        // A length that the origin announced wrongly is the length of what is stored.
        boolean known = head.value("x-oracle-length").isEmpty();
        if (known && (!asAsked || Long.parseLong(range.group(3)) != content.length())) {
            found(Kind.CORRUPT, "Content-Range " + range.group() + " of " + content.length() + " bytes");
        }
        if (hasContent(head)) {
            body = new BodyCheck(content, first, last + 1, ask.leavesAfter().orElse(Long.MAX_VALUE));
        }
    }

    private void notModified(WireHead head) {
        String tag = head.value("etag");
        if (ask.ifNoneMatch().isEmpty() || !ask.ifNoneMatch().get().equals(tag)) {
            found(Kind.CORRUPT, "304 with " + tag + " to " + ask.ifNoneMatch());
        }
    }

    private void entityTag(WireHead head, OracleContent content) {
        String tag = head.value("etag");
        if (!tag.isEmpty() && !tag.equals(OriginAnswer.entityTag(content))) {
            found(
                    Kind.CORRUPT,
                    "ETag " + tag + " of another version than " + content.version() + " or another variant");
        }
    }

    private void cookie(WireHead head) {
        String cookie = head.value("set-cookie");
        if (!cookie.isEmpty() && !cookie.equals("oracle=" + client)) {
            found(Kind.FOREIGN, "Set-Cookie " + cookie + " for " + client);
        }
    }

    private void contentFindings(BodyCheck check) {
        Finding finding = check.finish();
        switch (finding) {
            case AS_PUBLISHED -> {}
            case CORRUPT -> found(Kind.CORRUPT, check.detail());
            case FOREIGN -> found(Kind.FOREIGN, check.detail());
        }
    }

    private static long version(WireHead head) {
        String version = head.value("x-oracle-version");
        return version.matches("\\d{1,18}") ? Long.parseLong(version) : 0;
    }

    // The graver finding stays: another's bytes, then wrong bytes, then old bytes.
    private void found(Kind newKind, String newDetail) {
        if (newKind.compareTo(kind) > 0) {
            kind = newKind;
            detail = newDetail;
        }
    }

    private Verdict verdict(WireHead head) {
        String where =
                kind == Kind.COMPLETE ? "" : ask.method() + " " + ask.url().absolute() + ": " + detail;
        return new Verdict(kind, head.status(), version(head), head.value("cache-status"), where);
    }
}
