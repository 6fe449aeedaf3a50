package io.skerry.functions.builtin;

import io.skerry.functions.api.RouteInfo;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A path with places for the captures of a route, such as {@code /originals/{file}}. */
record PathTemplate(String text) {

    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_-]*)}");

    PathTemplate {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("expected a path that begins with a slash");
        }
        if (text.chars().anyMatch(c -> c <= ' ' || c >= 0x7f || c == '#')) {
            throw new IllegalArgumentException("expected a path, with other characters percent-encoded");
        }
        if (PLACE.matcher(text).replaceAll("").chars().anyMatch(c -> c == '{' || c == '}')) {
            throw new IllegalArgumentException("expected {name} for a capture of the route, and no other braces");
        }
    }

    /** The captures it uses, in order. */
    List<String> names() {
        return PLACE.matcher(text).results().map(place -> place.group(1)).toList();
    }

    /** Captures are percent-encoded already, so none can change the structure of the path. */
    String expand(RouteInfo route) {
        return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(captured(place, route)));
    }

    private static String captured(MatchResult place, RouteInfo route) {
        return route.parameter(place.group(1))
                .orElseThrow(() ->
                        new IllegalStateException("route " + route.name() + " captures no {" + place.group(1) + "}"));
    }
}
