package io.skerry.edge.demo;

import java.util.Arrays;
import java.util.Optional;

/**
 * What the demo's site needs of a request.
 *
 * @param cookies the Cookie field's value; empty when there is none
 * @param body decoded as UTF-8; empty when there is none
 */
record DemoRequest(String method, String path, String cookies, String body) {
    Optional<String> cookie(String name) {
        return Arrays.stream(cookies.split(";"))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst();
    }

    boolean isRead() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
