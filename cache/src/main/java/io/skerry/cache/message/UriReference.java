package io.skerry.cache.message;

import java.util.Optional;

/** References to URIs in fields such as Location (RFC 3986 4.1), resolved against the target of the request (5.2). */
public final class UriReference {

    private UriReference() {}

    /**
     * The http or https URI that a reference means, in normal form; empty for anything malformed or of another scheme.
     *
     * @param base the request's target
     */
    public static Optional<TargetUri> resolve(TargetUri base, String reference) {
        int fragment = reference.indexOf('#');
        String text = fragment < 0 ? reference : reference.substring(0, fragment);
        if (hasScheme(text)) {
            return text.indexOf("://") > 0 ? uri(UriNormaliser.normalise(text)) : Optional.empty();
        }
        if (text.startsWith("//")) {
            return uri(UriNormaliser.normalise(base.scheme() + ':' + text));
        }
        return uri(UriNormaliser.normalise(base.scheme(), base.authority(), merge(base, text)));
    }

    private static String merge(TargetUri base, String text) {
        if (text.isEmpty()) {
            return base.pathAndQuery();
        }
        if (text.charAt(0) == '?') {
            return base.path() + text;
        }
        return text.charAt(0) == '/'
                ? text
                : base.path().substring(0, base.path().lastIndexOf('/') + 1) + text;
    }

    /** Whether a colon comes before anything that a scheme cannot have. */
    private static boolean hasScheme(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ':') {
                return i > 0;
            }
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean inside = i > 0 && ((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.');
            if (!letter && !inside) {
                return false;
            }
        }
        return false;
    }

    private static Optional<TargetUri> uri(UriNormalisation normalisation) {
        return switch (normalisation) {
            case UriNormalisation.Normalised normalised -> Optional.of(normalised.uri());
            case UriNormalisation.Malformed malformed -> Optional.empty();
        };
    }
}
