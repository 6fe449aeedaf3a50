package io.skerry.edge.config.model;

import java.util.Locale;

/**
 * The name of a header field (RFC 9110 5.1), in lower case.
 *
 * @param text a token
 */
public record FieldName(String text) {

    private static final String SPECIAL = "!#$%&'*+-.^_`|~";

    public FieldName {
        text = text.toLowerCase(Locale.ROOT);
        if (text.isEmpty() || !text.chars().allMatch(FieldName::tokenCharacter)) {
            throw new IllegalArgumentException("a field name is made of letters, digits and " + SPECIAL);
        }
    }

    private static boolean tokenCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || SPECIAL.indexOf(c) >= 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
