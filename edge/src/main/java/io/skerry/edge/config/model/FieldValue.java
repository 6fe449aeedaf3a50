package io.skerry.edge.config.model;

/**
 * The value of a header field (RFC 9110 5.5): visible ASCII, spaces and tabs, without space around.
 *
 * @param text as it is sent
 */
public record FieldValue(String text) {

    public FieldValue {
        text = text.strip();
        if (!text.chars().allMatch(c -> (c >= ' ' && c <= '~') || c == '\t')) {
            throw new IllegalArgumentException("a field value is visible ASCII, spaces and tabs");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
