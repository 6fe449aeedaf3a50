package io.skerry.functions.builtin;

import io.skerry.functions.api.EdgeResponse;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.stream.Collectors;

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

    /** The text; what the document's charset has no bytes for is written by its number where the media type knows how. */
    String apply(String text, Charset charset) {
        String escaped = apply(text);
        if (this == NONE || !charset.canEncode()) {
            return escaped;
        }
        CharsetEncoder encoder = charset.newEncoder();
        if (encoder.canEncode(escaped)) {
            return escaped;
        }
        StringBuilder numbered = new StringBuilder(escaped.length() + 8);
        escaped.codePoints()
                .mapToObj(Character::toString)
                .forEach(one -> numbered.append(encoder.canEncode(one) ? one : numbered(one)));
        return numbered.toString();
    }

    private String numbered(String codePoint) {
        return switch (this) {
            case MARKUP -> "&#" + codePoint.codePointAt(0) + ';';
            case JSON ->
                codePoint.chars().mapToObj(c -> String.format("\\u%04x", c)).collect(Collectors.joining());
            case NONE -> codePoint;
        };
    }

    private String apply(String text) {
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
