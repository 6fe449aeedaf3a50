package io.skerry.edge.admin;

import io.skerry.purgeapi.token.AdminToken;
import io.skerry.purgeapi.token.Authentication;
import io.skerry.purgeapi.token.Authenticator;
import io.skerry.purgeapi.token.TokenScope;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A page for those alone whose token has the scope {@code read}; others are told what theirs lacks (RFC 6750 3.1). */
final class ReaderPage implements Handler<HttpServerRequest> {

    private final Authenticator authenticator;
    private final BiConsumer<HttpServerRequest, AdminToken> answer;

    /** A page that {@code answer} gives, on the event loop, to whoever may read. */
    ReaderPage(Authenticator authenticator, BiConsumer<HttpServerRequest, AdminToken> answer) {
        this.authenticator = authenticator;
        this.answer = answer;
    }

    @Override
    public void handle(HttpServerRequest request) {
        switch (authenticator.authenticate(Optional.ofNullable(request.getHeader("Authorization")))) {
            case Authentication.Unknown unknown -> {
                request.response().putHeader("WWW-Authenticate", "Bearer realm=\"skerry\"");
                Problem.send(
                        request, 401, "This needs a token (" + unknown.reason().token() + ")");
            }
            case Authentication.Known known
            when !known.token().scopes().contains(TokenScope.READ) ->
                Problem.send(request, 403, "This token lacks the scope " + TokenScope.READ.token());
            case Authentication.Known _
            when !hasParameters(request) -> Problem.send(request, 400, "the query has a malformed percent-encoding");
            case Authentication.Known known -> answer.accept(request, known.token());
        }
    }

    /** Whether the query can be decoded; its parameters can be asked for then. */
    private static boolean hasParameters(HttpServerRequest request) {
        try {
            var _ = request.params();
            return true;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
