package io.skerry.edge.cluster;

import java.util.Map;
import java.util.stream.Collectors;

/** What a Redis says of its memory ({@code INFO memory}). Pure. */
final class MemoryInfo {

    private MemoryInfo() {}

    /** The policy by which keys without an end, such as those of the log, are evicted once memory is full; empty for none. */
    static String evictionPolicy(String text) {
        Map<String, String> values = text.lines()
                .map(String::strip)
                .map(line -> line.split(":", 2))
                .filter(parts -> parts.length == 2)
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (first, again) -> first));
        String policy = values.getOrDefault("maxmemory_policy", "");
        boolean full = !values.getOrDefault("maxmemory", "0").equals("0");
        return full && policy.startsWith("allkeys") ? policy : "";
    }
}
