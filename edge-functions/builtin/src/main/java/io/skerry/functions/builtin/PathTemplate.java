package io.skerry.functions.builtin;

import io.skerry.functions.api.RouteInfo;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A path with places for the captures of a route, such as {@code /originals/{file}}. */
record PathTemplate(String text) {

    private static final Pattern PLACE = Pattern.compile("\\{([^}]*)}");

    PathTemplate {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("expected a path that begins with a slash, not \"" + text + "\"");
        }
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
