package io.skerry.cache.key;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Selecting and ordering the parameters of a query, as text: nothing is decoded or encoded anew. */
final class QueryText {

    private QueryText() {}

    /** The query that the rule makes of this one. */
    static String select(String query, QueryRule rule) {
        if (query.isEmpty() || rule.keepsAll()) {
            return query;
        }
        List<String> kept = new ArrayList<>(8);
        for (int start = 0; start <= query.length(); ) {
            int ampersand = query.indexOf('&', start);
            int end = ampersand < 0 ? query.length() : ampersand;
            if (end > start) {
                String parameter = query.substring(start, end);
                if (rule.selection().keeps(name(parameter))) {
                    kept.add(parameter);
                }
            }
            start = end + 1;
        }
        if (rule.order() == QueryRule.Order.SORTED) {
            // Stable: parameters of one name keep their order, which many frameworks give a meaning.
            kept.sort(Comparator.comparing(QueryText::name));
        }
        return String.join("&", kept);
    }

    /** The value of the first parameter with this name as it stands in the query; empty for none. */
    static String value(String query, String name) {
        for (int start = 0; start <= query.length(); ) {
            int ampersand = query.indexOf('&', start);
            int end = ampersand < 0 ? query.length() : ampersand;
            int equals = start + name.length();
            if (equals < end && query.charAt(equals) == '=' && query.startsWith(name, start)) {
                return query.substring(equals + 1, end);
            }
            start = end + 1;
        }
        return "";
    }

    private static String name(String parameter) {
        int equals = parameter.indexOf('=');
        return equals < 0 ? parameter : parameter.substring(0, equals);
    }
}
