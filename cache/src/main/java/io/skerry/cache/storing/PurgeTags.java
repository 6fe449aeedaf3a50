package io.skerry.cache.storing;

import io.skerry.cache.message.CacheGroups;
import io.skerry.cache.message.FieldList;
import io.skerry.cache.message.Headers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The purge tags that an origin gives a response, in the fields of several vendors and of RFC 9875: {@code Cache-Tag} and {@code
 * Edge-Cache-Tag} (commas), {@code Surrogate-Key} and {@code xkey} (spaces), {@code Cache-Groups} (a list of strings).
 */
public sealed interface PurgeTags {

    /** At most so many tags are kept for a response. */
    int MAX_TAGS = 64;

    /** A tag has at most so many bytes. */
    int MAX_BYTES = 256;

    /** The fields that are read, and that clients do not see. */
    List<String> FIELDS = List.of("Cache-Tag", "Surrogate-Key", "Edge-Cache-Tag", "xkey", "Cache-Groups");

    /**
     * All of its tags.
     *
     * @param tags in the order given; case-sensitive
     */
    record Tags(Set<String> tags) implements PurgeTags {
        public Tags {
            tags = Set.copyOf(tags);
        }
    }

    /** More than are kept, or a longer one: nothing that a purge would miss is stored. */
    record TooMany() implements PurgeTags {}

    /** The tags in these headers. */
    static PurgeTags of(Headers headers) {
        Set<String> tags = new LinkedHashSet<>();
        for (int i = 0; i < headers.size(); i++) {
            collect(headers.name(i), headers.value(i), tags);
        }
        return checked(tags);
    }

    /** These tags and more of them, from a policy or from functions. */
    static PurgeTags with(Set<String> origins, Set<String> others) {
        Set<String> tags = new LinkedHashSet<>(origins);
        tags.addAll(others);
        return checked(tags);
    }

    /** The headers without the fields that carry tags. */
    static Headers strip(Headers headers) {
        Headers kept = headers;
        for (int i = 0; i < FIELDS.size(); i++) {
            kept = kept.without(FIELDS.get(i));
        }
        return kept;
    }

    private static PurgeTags checked(Set<String> tags) {
        if (tags.size() > MAX_TAGS) {
            return new TooMany();
        }
        for (String tag : tags) {
            if (longerThan(MAX_BYTES, tag)) {
                return new TooMany();
            }
        }
        return new Tags(tags);
    }

    private static boolean longerThan(int bytes, String tag) {
        int length = 0;
        for (int i = 0; i < tag.length(); i++) {
            // A field's chars are its bytes; what a function made of other chars is written in UTF-8.
            char c = tag.charAt(i);
            length += c <= 0xFF ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length > bytes;
    }

    private static void collect(String name, String value, Set<String> tags) {
        if (name.equalsIgnoreCase("Cache-Tag") || name.equalsIgnoreCase("Edge-Cache-Tag")) {
            tags.addAll(FieldList.members(value));
        } else if (name.equalsIgnoreCase("Surrogate-Key") || name.equalsIgnoreCase("xkey")) {
            tags.addAll(FieldList.split(value.replace('\t', ' '), ' '));
        } else if (name.equalsIgnoreCase("Cache-Groups")) {
            tags.addAll(CacheGroups.of(List.of(value)));
        }
    }
}
