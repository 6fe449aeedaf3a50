package io.skerry.cache.status;

import java.util.Optional;

/** Structured Fields parameters that may hold any text (RFC 8941 4.1). */
final class Parameters {

    private Parameters() {}

    static String tail(StringBuilder text, Optional<String> key, Optional<String> detail) {
        if (key.isPresent()) {
            string(text.append("; key="), key.get());
        }
        if (detail.isPresent()) {
            tokenOrString(text.append("; detail="), detail.get());
        }
        return text.toString();
    }

    private static void tokenOrString(StringBuilder text, String value) {
        if (isToken(value)) {
            text.append(value);
        } else {
            string(text, value);
        }
    }

    private static void string(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            // Strings are ASCII without controls; anything else would make the whole field invalid.
            text.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        text.append('"');
    }

    private static boolean isToken(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean inside = i > 0 && ((c >= '0' && c <= '9') || "!#$%&'*+-.^_`|~:/".indexOf(c) >= 0);
            if (!letter && !inside) {
                return false;
            }
        }
        return !value.isEmpty();
    }
}
