package io.skerry.edge.pipeline.answer;

import io.skerry.cache.key.VariantInput;
import io.skerry.cache.message.FieldList;
import io.skerry.cache.message.Headers;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What caches in front of the edge are told of what shaped a stored response (RFC 9110 12.5.5): the fields that its origin names, and
 * those that functions read while it was made. A place or a dimension cannot be named. Pure.
 */
final class ClientVary {

    private static final String FIELD = "Vary";

    private ClientVary() {}

    /** These fields with a Vary that names every request field among the inputs. */
    static Headers told(Headers headers, List<VariantInput> inputs) {
        if (inputs.isEmpty()) {
            return headers;
        }
        Set<String> named = new HashSet<>();
        StringJoiner value = new StringJoiner(", ");
        for (String member : FieldList.members(headers.all(FIELD))) {
            named.add(member.toLowerCase(Locale.ROOT));
            value.add(member);
        }
        int before = named.size();
        for (VariantInput input : inputs) {
            input.field().filter(named::add).ifPresent(value::add);
        }
        return named.size() == before || named.contains("*") ? headers : headers.with(FIELD, value.toString());
    }
}
