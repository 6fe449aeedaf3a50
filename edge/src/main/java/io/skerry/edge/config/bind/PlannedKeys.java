package io.skerry.edge.config.bind;

import io.skerry.edge.config.model.OriginSettings;
import io.skerry.edge.config.model.RouteSettings;
import io.skerry.edge.config.model.RoutesFile;
import io.skerry.edge.config.model.ServerSettings;
import java.util.Map;
import java.util.Set;

/** Keys and words that the format reserves and this version does not implement. They are refused by name, never ignored. */
final class PlannedKeys {

    private static final Map<Class<?>, Set<String>> KEYS = Map.ofEntries(
            Map.entry(RoutesFile.class, Set.of("flags")),
            Map.entry(ServerSettings.Http.class, Set.of("redirectToHttps", "proxyProtocol")),
            Map.entry(ServerSettings.Https.class, Set.of("http3", "proxyProtocol")),
            Map.entry(ServerSettings.Admin.class, Set.of("tls")),
            Map.entry(OriginSettings.class, Set.of("sticky", "health", "retry", "protocol", "hashOn")),
            Map.entry(OriginSettings.Limits.class, Set.of("inFlight", "queue")),
            Map.entry(OriginSettings.Tls.class, Set.of("clientCert", "insecure")),
            Map.entry(RouteSettings.class, Set.of("websocket", "rateLimit")),
            Map.entry(RouteSettings.Match.class, Set.of("flag", "websocket", "not", "ip")));

    private static final Set<String> WORDS = Set.of("consistent-hash", "peak-ewma");

    private PlannedKeys() {}

    static boolean key(Class<?> type, String key) {
        return KEYS.getOrDefault(type, Set.of()).contains(key);
    }

    static boolean word(String word) {
        return WORDS.contains(word);
    }
}
