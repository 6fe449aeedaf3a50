package io.skerry.edge.admin;

import io.netty.util.NetUtil;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.TargetUri;
import io.skerry.cache.message.UriNormalisation;
import io.skerry.cache.message.UriNormaliser;
import io.skerry.edge.explain.Explainer;
import io.skerry.purgeapi.token.AdminToken;
import io.skerry.purgeapi.token.Authenticator;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /explain?url=…}: what the edge would do with a request, and why. Needs a token with the scope {@code read}; one that is
 * bound to sites explains those alone.
 *
 * <p>Parameters: {@code url}, absolute, once; {@code header}, as {@code Name: value}, any number; {@code method}, {@code client} (an IP
 * address, for what depends on places) and {@code format} ({@code json} or {@code text}), once at most.
 */
public final class ExplainPage {

    private static final Logger LOG = LoggerFactory.getLogger(ExplainPage.class);
    private static final Set<String> PARAMETERS = Set.of("url", "header", "method", "client", "format");
    private static final int MOST_HEADERS = 100;

    private final Explaining explaining;

    /** Answers questions; called on an event loop, completes there. */
    @FunctionalInterface
    public interface Explaining {
        /** The explanation. */
        Future<JsonObject> explain(Explainer.Question question, Context context);
    }

    private ExplainPage(Explaining explaining) {
        this.explaining = explaining;
    }

    /** The route of the page. */
    public static AdminRoute route(Authenticator authenticator, Explaining explaining) {
        return AdminRoute.page("/explain", new ReaderPage(authenticator, new ExplainPage(explaining)::explain));
    }

    /** A parameter that cannot be used; the message says how it is to be. */
    private static final class BadParameter extends Exception {
        private static final long serialVersionUID = 1L;

        BadParameter(String message) {
            super(message);
        }
    }

    private enum Format {
        JSON,
        TEXT
    }

    private record Asked(Explainer.Question question, Format format) {}

    private void explain(HttpServerRequest request, AdminToken token) {
        Asked asked;
        try {
            asked = read(request.params());
        } catch (BadParameter bad) {
            Problem.send(request, 400, String.valueOf(bad.getMessage()));
            return;
        }
        explaining
                .explain(asked.question(), Vertx.currentContext())
                .onSuccess(explanation -> answer(request, token, explanation, asked.format()))
                .onFailure(defect -> {
                    LOG.error("an explanation failed", defect);
                    Problem.send(request, 500, "The request could not be explained");
                });
    }

    private static void answer(HttpServerRequest request, AdminToken token, JsonObject explanation, Format format) {
        JsonObject route = explanation.getJsonObject("route");
        boolean foreign = route != null && !token.sites().contains(route.getString("site"));
        if (!token.sites().isEmpty() && foreign) {
            Problem.send(request, 403, "This token is not for the site of this URL");
            return;
        }
        switch (format) {
            case JSON -> Answer.json(request, 200, "application/json", explanation);
            case TEXT ->
                Answer.send(request, 200, "text/plain; charset=utf-8", Buffer.buffer(PlainTree.of(explanation)));
        }
    }

    private static Asked read(MultiMap parameters) throws BadParameter {
        for (String name : parameters.names()) {
            if (!PARAMETERS.contains(name)) {
                throw new BadParameter(
                        "unknown parameter \"" + name + "\"; known are url, header, method, client, format");
            }
        }
        Explainer.Question question = new Explainer.Question(
                url(once(parameters, "url")),
                method(once(parameters, "method")),
                headers(parameters.getAll("header")),
                client(once(parameters, "client")));
        return new Asked(question, format(once(parameters, "format")));
    }

    private static @Nullable String once(MultiMap parameters, String name) throws BadParameter {
        List<String> values = parameters.getAll(name);
        if (values.size() > 1) {
            throw new BadParameter(name + ": given " + values.size() + " times, expected once");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private static TargetUri url(@Nullable String text) throws BadParameter {
        if (text == null) {
            throw new BadParameter("url: missing; explain?url=https://shop.example.com/product/42");
        }
        return switch (UriNormaliser.normalise(text)) {
            case UriNormalisation.Normalised normalised -> normalised.uri();
            case UriNormalisation.Malformed malformed ->
                throw new BadParameter("url: \"" + text + "\" is not an absolute http or https URL ("
                        + malformed.fault().token() + ")");
        };
    }

    private static Method method(@Nullable String text) throws BadParameter {
        if (text == null) {
            return Method.GET;
        }
        if (!isToken(text)) {
            throw new BadParameter("method: \"" + text + "\" is not a method");
        }
        return Method.of(text);
    }

    private static String client(@Nullable String text) throws BadParameter {
        if (text == null) {
            return "127.0.0.1";
        }
        if (!NetUtil.isValidIpV4Address(text) && !NetUtil.isValidIpV6Address(text)) {
            throw new BadParameter("client: \"" + text + "\" is not an IP address");
        }
        return text;
    }

    private static Format format(@Nullable String text) throws BadParameter {
        return switch (text) {
            case null -> Format.JSON;
            case "json" -> Format.JSON;
            case "text" -> Format.TEXT;
            default -> throw new BadParameter("format: \"" + text + "\"; expected json or text");
        };
    }

    private static Headers headers(List<String> lines) throws BadParameter {
        if (lines.size() > MOST_HEADERS) {
            throw new BadParameter("header: more than " + MOST_HEADERS);
        }
        Headers.Builder headers = Headers.builder();
        for (String line : lines) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon);
            String value = line.substring(colon + 1).strip();
            if (!isToken(name) || value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
                throw new BadParameter("header: \"" + line.replaceAll("\\p{Cntrl}", "?") + "\"; expected Name: value");
            }
            if (name.equalsIgnoreCase("Host")) {
                throw new BadParameter("header: the host is the URL's");
            }
            headers.add(name, value);
        }
        return headers.build();
    }

    private static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> c < 0x7f && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0));
    }
}
