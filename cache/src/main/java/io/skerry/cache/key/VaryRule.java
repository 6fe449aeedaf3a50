package io.skerry.cache.key;

import io.skerry.cache.message.FieldList;
import io.skerry.cache.message.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What {@code Vary} says of a response (RFC 9110 12.5.5, RFC 9111 4.1). */
public sealed interface VaryRule {

    /** At most so many fields are told apart. */
    int MAX_NAMES = 64;

    /** Their names have at most so many characters in all. */
    int MAX_CHARS = 2_000;

    /** More than that: every stored response that varies so would take heap that is meant for hundreds. */
    record TooMany() implements VaryRule {}

    /** {@code *} somewhere: it is selected by no request but its own, so it is not stored. */
    record Never() implements VaryRule {}

    /**
     * It is selected by requests with the same values in these fields.
     *
     * @param inputs sorted, without duplicates; empty when it does not vary
     */
    record By(List<VariantInput> inputs) implements VaryRule {
        public By {
            inputs = List.copyOf(inputs);
        }
    }

    /** What the {@code Vary} lines of these headers say. */
    static VaryRule of(Headers headers) {
        List<String> lines = headers.all("Vary");
        if (lines.isEmpty()) {
            return new By(List.of());
        }
        Set<String> names = new TreeSet<>();
        for (String member : FieldList.members(lines)) {
            if (member.equals("*")) {
                return new Never();
            }
            names.add(member.toLowerCase(Locale.ROOT));
        }
        if (names.size() > MAX_NAMES || names.stream().mapToInt(String::length).sum() > MAX_CHARS) {
            return new TooMany();
        }
        List<VariantInput> inputs = new ArrayList<>(names.size());
        for (String name : names) {
            inputs.add(new VariantInput(VariantInput.Kind.HEADER, name));
        }
        return new By(inputs);
    }
}
