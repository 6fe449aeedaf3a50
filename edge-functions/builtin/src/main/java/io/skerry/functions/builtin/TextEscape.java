package io.skerry.functions.builtin;

import io.skerry.functions.api.EdgeResponse;

/** Makes a text harmless inside a document of a media type. */
enum TextEscape {
    /** Inside HTML and XML, in text and in quoted attributes. */
    MARKUP,
    /** Inside a JSON string. */
    JSON,
    /** Elsewhere. */
    NONE;

    static TextEscape of(EdgeResponse response) {
        String type = response.mediaType();
        if (type.endsWith("json")) {
            return JSON;
        }
        return type.endsWith("html") || type.endsWith("xml") ? MARKUP : NONE;
    }

    String apply(String text) {
        return switch (this) {
            case MARKUP ->
                text.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .replace("'", "&#39;");
            case JSON -> json(text);
            case NONE -> text;
        };
    }

    private static String json(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ') {
                escaped.append(String.format("\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
