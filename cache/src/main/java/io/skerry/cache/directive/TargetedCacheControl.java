package io.skerry.cache.directive;

import io.skerry.cache.directive.DictionaryParser.Member;
import io.skerry.cache.message.Headers;
import java.util.List;
import java.util.Optional;

/**
 * Targeted cache control (RFC 9213): a field for caches of one kind that replaces {@code Cache-Control} and {@code Expires}.
 *
 * <p>The field is a Structured Fields dictionary (RFC 8941 4.2.2). Any parse error, and an empty dictionary, means that the
 * field is ignored; a known directive whose value is of the wrong type is ignored by itself.
 */
public final class TargetedCacheControl {

    /** The field for all CDNs (RFC 9213 3.1). */
    public static final String CDN_CACHE_CONTROL = "CDN-Cache-Control";

    private TargetedCacheControl() {}

    /**
     * The directives of the first field of the target list that is valid (RFC 9213 2.2); empty when none is, and the plain
     * fields count.
     *
     * @param targetList field names, the most specific first
     */
    public static Optional<CacheControl> of(Headers headers, List<String> targetList) {
        for (String field : targetList) {
            Optional<String> value = headers.joined(field);
            if (value.isEmpty()) {
                continue;
            }
            Optional<CacheControl> directives = parse(value.get());
            if (directives.isPresent()) {
                return directives;
            }
        }
        return Optional.empty();
    }

    /** The directives of one field value; empty for a value that has to be ignored. */
    public static Optional<CacheControl> parse(String value) {
        Optional<List<Member>> members = DictionaryParser.parse(value);
        if (members.isEmpty() || members.get().isEmpty()) {
            return Optional.empty();
        }
        CacheControl.Collector collector = new CacheControl.Collector();
        boolean anyUsable = false;
        for (Member member : members.get()) {
            anyUsable |= add(member, collector);
        }
        return anyUsable ? Optional.of(collector.build()) : Optional.empty();
    }

    /** Whether the member could be used: an unknown directive counts, a known one with a value of the wrong type does not. */
    private static boolean add(Member member, CacheControl.Collector collector) {
        int index = Directive.indexOf(member.key(), 0, member.key().length());
        if (index < 0) {
            return true;
        }
        Directive directive = Directive.at(index);
        return switch (member.value()) {
            case DictionaryParser.Value.Bool bool -> addBoolean(directive, bool, collector);
            case DictionaryParser.Value.Whole number -> addNumber(directive, number, collector);
            case DictionaryParser.Value.Text text -> addText(directive, text, collector);
            case DictionaryParser.Value.Other other -> false;
        };
    }

    private static boolean addBoolean(
            Directive directive, DictionaryParser.Value.Bool bool, CacheControl.Collector collector) {
        return switch (directive.argument()) {
            case NONE, FIELDS -> {
                if (bool.value()) {
                    collector.flag(directive);
                }
                yield true;
            }
            case SECONDS, OPTIONAL_SECONDS, WINDOW -> false;
        };
    }

    private static boolean addNumber(
            Directive directive, DictionaryParser.Value.Whole number, CacheControl.Collector collector) {
        return switch (directive.argument()) {
            case SECONDS, OPTIONAL_SECONDS, WINDOW -> {
                // A negative lifetime is malformed freshness: stale (RFC 9111 4.2.1).
                collector.seconds(directive, Math.clamp(number.value(), 0, DeltaSeconds.MAX));
                yield true;
            }
            case NONE, FIELDS -> false;
        };
    }

    private static boolean addText(
            Directive directive, DictionaryParser.Value.Text text, CacheControl.Collector collector) {
        return switch (directive.argument()) {
            case FIELDS -> {
                collector.fields(directive, text.value());
                yield true;
            }
            case NONE, SECONDS, OPTIONAL_SECONDS, WINDOW -> false;
        };
    }
}
