package io.skerry.cache.message;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The {@code Vary} of a response (RFC 9110 12.5.5) as text; what it means for storing is {@code VaryRule}. */
public final class VaryField {

    /** Its name. */
    public static final String NAME = "Vary";

    private VaryField() {}

    /** Those of some request fields that it does not name yet, each once, in their order; none where it says {@code *}. */
    public static List<String> missing(Headers headers, List<String> fields) {
        Set<String> named = new HashSet<>();
        for (String member : FieldList.members(headers.all(NAME))) {
            named.add(member.toLowerCase(Locale.ROOT));
        }
        List<String> missing = new ArrayList<>(fields.size());
        for (String field : fields) {
            if (!named.contains("*") && named.add(field.toLowerCase(Locale.ROOT))) {
                missing.add(field);
            }
        }
        return missing;
    }
}
