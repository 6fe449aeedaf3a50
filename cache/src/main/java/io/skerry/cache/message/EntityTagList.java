package io.skerry.cache.message;

import java.util.ArrayList;
import java.util.List;

/** The value of {@code If-None-Match} or {@code If-Match} (RFC 9110 13.1.1, 13.1.2). */
public sealed interface EntityTagList {

    /** {@code *}: any current representation. */
    record Any() implements EntityTagList {}

    /**
     * Listed tags; those malformed are left out, so the list may be empty.
     *
     * @param tags in order
     */
    record Listed(List<EntityTag> tags) implements EntityTagList {
        public Listed {
            tags = List.copyOf(tags);
        }

        /** Whether one of them equals the tag by weak comparison. */
        public boolean containsWeakly(EntityTag tag) {
            for (EntityTag listed : tags) {
                if (listed.weaklyEquals(tag)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** What the lines of the field say. Commas inside a tag do not separate; a backslash escapes nothing. */
    static EntityTagList parse(List<String> lines) {
        List<EntityTag> tags = new ArrayList<>(2);
        for (String line : lines) {
            if (line.equals("*")) {
                return new Any();
            }
            addTags(line, tags);
        }
        return new Listed(tags);
    }

    private static void addTags(String line, List<EntityTag> tags) {
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i <= line.length(); i++) {
            if (i < line.length() && line.charAt(i) == '"') {
                quoted = !quoted;
            }
            if (i == line.length() || (line.charAt(i) == ',' && !quoted)) {
                EntityTag.parse(FieldList.trim(line, start, i)).ifPresent(tags::add);
                start = i + 1;
            }
        }
    }
}
