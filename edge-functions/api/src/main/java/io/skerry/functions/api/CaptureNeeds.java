package io.skerry.functions.api;

import java.util.List;
import java.util.Map;

/**
 * Settings whose function reads captures of its route ({@link RouteInfo#parameter}). A record {@code Settings} that implements this
 * has a routes file refused, with the place, where the path of the route does not capture what the settings need.
 */
public interface CaptureNeeds {

    /**
     * The captures that are needed.
     *
     * @return names of captures, without braces, by the key of the settings that makes them necessary
     */
    Map<String, List<String>> neededCaptures();
}
