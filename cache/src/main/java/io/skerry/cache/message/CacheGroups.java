package io.skerry.cache.message;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The groups in the lines of {@code Cache-Groups} and {@code Cache-Group-Invalidation} (RFC 9875). */
public final class CacheGroups {

    private CacheGroups() {}

    /** The groups of these lines, in their order; case-sensitive. */
    public static Set<String> of(List<String> lines) {
        Set<String> groups = new LinkedHashSet<>();
        lines.forEach(line -> collect(line, groups));
        return groups;
    }

    // RFC 9875 2: a List of Strings; members of other types are ignored, parameters have no meaning.
    private static void collect(String line, Set<String> groups) {
        for (String member : FieldList.members(line)) {
            if (member.charAt(0) != '"') {
                continue;
            }
            int end = FieldList.endOfMember(member, 0, ';');
            String group = FieldList.unquote(FieldList.trim(member, 0, end));
            if (!group.isEmpty() && !group.startsWith("\"")) {
                groups.add(group);
            }
        }
    }
}
