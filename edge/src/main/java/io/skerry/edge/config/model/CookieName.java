package io.skerry.edge.config.model;

/**
 * The name of a cookie. RFC 6265 4.1.1 has a token; brackets and the like are common, so that only what no cookie's name can hold is
 * refused.
 *
 * @param text visible ASCII without quotation mark, comma, semicolon and equals sign
 */
public record CookieName(String text) {

    public CookieName {
        if (text.isEmpty() || !text.chars().allMatch(CookieName::character)) {
            throw new IllegalArgumentException(
                    "a cookie's name has no blanks, quotation marks, commas, semicolons or equals signs");
        }
    }

    private static boolean character(int c) {
        return c > ' ' && c < 0x7f && "\",;=".indexOf(c) < 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
