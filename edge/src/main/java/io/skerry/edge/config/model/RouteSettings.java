package io.skerry.edge.config.model;

import io.skerry.edge.routing.PathPattern;
import io.skerry.edge.routing.RouteCondition;
import io.skerry.edge.routing.Template;
import io.skerry.functions.api.Default;
import io.skerry.functions.api.Description;
import io.skerry.functions.api.Required;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the requests a route accepts: exactly one of {@code origin}, {@code redirect} and {@code respond}, or none where a
 * function answers.
 *
 * @param name unique in its site
 * @param match which requests it accepts
 * @param origin where they are forwarded
 * @param target label of the one target they are pinned to
 * @param rewrite how the path changes before it is forwarded
 * @param headers changes made after those of the site
 * @param redirect where the client is sent
 * @param respond a fixed response
 * @param cache the policy of its responses
 * @param functions in the order in which they see a request
 */
public record RouteSettings(
        @Default("") @Description("Name in metrics, logs and explanations; without it route-N, its position")
        String name,

        @Description("Which requests it accepts") Match match,

        @Description("Name of the origin the requests are forwarded to")
        Optional<String> origin,

        @Description("Label of the one target of the origin they are pinned to")
        Optional<String> target,

        @Description("How the path changes before it is forwarded")
        Optional<RewriteSettings> rewrite,

        @Description("Header fields changed on its requests and responses")
        HeaderSettings headers,

        @Description("Where the client is sent instead") Optional<Redirect> redirect,

        @Description("A fixed response") Optional<Respond> respond,

        @Default("standard") @Description("Name of the cache policy, or off")
        CacheChoice cache,

        @Description("Edge functions, in the order in which they see a request")
        List<FunctionUse> functions) {

    public RouteSettings {
        functions = List.copyOf(functions);
    }

    /** The same route under another name. */
    RouteSettings called(String newName) {
        return new RouteSettings(newName, match, origin, target, rewrite, headers, redirect, respond, cache, functions);
    }

    /**
     * Which requests a route accepts.
     *
     * @param path pattern of their path
     * @param method their methods; empty for all
     */
    public record Match(
            @Default("/**") @Description("Paths: /exact, /below/**, /image/{size}/{file}, /rest/{name...}")
            PathPattern path,

            @Description("Methods; without it all") List<MethodName> method) {

        public Match {
            method = List.copyOf(method);
        }

        /** What the router asks. */
        public RouteCondition condition() {
            HashSet<String> methods = new HashSet<>();
            method.forEach(one -> methods.add(one.token()));
            return new RouteCondition(path, methods);
        }
    }

    /**
     * Where a client is sent.
     *
     * @param to URL or path
     * @param status 301, 302, 303, 307 or 308
     */
    public record Redirect(
            @Required @Description("URL or path; {name} is a capture of the path")
            Template to,

            @Default("302") @OneOf({301, 302, 303, 307, 308}) @Description("Status of the redirect")
            int status) {

        private static final Pattern AUTHORITY = Pattern.compile("(?:https?:)?//([^/?#]*?)(?::([0-9]*))?(?=[/?#]|$)");
        private static final Pattern HOST = Pattern.compile("[^:]+|\\[[0-9A-Fa-f:.]+]");

        public Redirect {
            String target = to.text();
            if (!target.startsWith("/") && !target.startsWith("http://") && !target.startsWith("https://")) {
                throw new IllegalArgumentException("to: expected http://, https:// or \"/\" at the start");
            }
            if (target.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
                throw new IllegalArgumentException("to: expected a URL, with other characters percent-encoded");
            }
            Matcher authority = AUTHORITY.matcher(target);
            if (authority.lookingAt()) {
                checkAuthority(authority.group(1), authority.group(2));
            }
        }

        private static void checkAuthority(String host, @Nullable String port) {
            if (!host.matches("[^{}]+")) {
                throw new IllegalArgumentException("to: expected a host without captures, which a client would choose");
            }
            boolean portPossible =
                    port == null || (port.matches("0*[0-9]{0,5}") && Integer.parseInt('0' + port) <= 65_535);
            if (!portPossible || !HOST.matcher(host).matches()) {
                throw new IllegalArgumentException(
                        "to: expected a host, and a port of at most 65535 where there is one");
            }
        }
    }

    /**
     * A fixed response.
     *
     * @param status final, so 200 or more
     * @param body its content, in UTF-8
     * @param headers its header fields
     */
    public record Respond(
            @Required @Range(min = 200, max = 599) @Description("Status of the response")
            int status,

            @Default("") @Description("Content, sent in UTF-8")
            String body,

            @Description("Header fields") Map<FieldName, FieldValue> headers) {

        public Respond {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
            // RFC 9110 15.3.5, 15.3.6, 15.4.5.
            if (!body.isEmpty() && (status == 204 || status == 205 || status == 304)) {
                throw new IllegalArgumentException("body: a response of status " + status + " has no content");
            }
        }
    }
}
