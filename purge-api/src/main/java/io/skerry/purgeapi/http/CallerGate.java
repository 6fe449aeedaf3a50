package io.skerry.purgeapi.http;

import io.skerry.purgeapi.limit.CallLimits;
import io.skerry.purgeapi.limit.Grant;
import io.skerry.purgeapi.token.AdminToken;
import io.skerry.purgeapi.token.Authentication;
import io.skerry.purgeapi.token.Authenticator;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Lets callers in: those with a token that is in force, or an address that stands for one, as often as they may. */
public final class CallerGate {

    /** Clients of Fastly, and old ones of Cloudflare, send their token in a field of its own. */
    private static final List<String> KEY_FIELDS = List.of("Fastly-Key", "X-Auth-Key");

    private final Authenticator authenticator;
    private final CallLimits limits;

    /**
     * A gate for all callers of a node.
     *
     * @param authenticator recognises them
     * @param limits counts them
     */
    public CallerGate(Authenticator authenticator, CallLimits limits) {
        this.authenticator = Objects.requireNonNull(authenticator);
        this.limits = Objects.requireNonNull(limits);
    }

    /** Whether a call may go on. */
    sealed interface Verdict {

        /** It may. */
        record Admitted(AdminToken token, Grant grant) implements Verdict {}

        /**
         * It may not.
         *
         * @param reason as {@link PurgeEvents#turnedAway} has it
         */
        record Refused(Optional<AdminToken> token, Optional<Grant> grant, String reason, PurgeResponse answer)
                implements Verdict {}
    }

    /** Judges a call; {@code address} is the caller's, where that may stand for a token. */
    Verdict judge(HttpServerRequest request, Optional<String> address) {
        Optional<String> authorization = Optional.ofNullable(request.getHeader("Authorization"))
                .or(() -> KEY_FIELDS.stream()
                        .map(request::getHeader)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .map(key -> "Bearer " + key));
        return switch (authenticator.authenticate(authorization, address)) {
            case Authentication.Unknown unknown ->
                stranger(request, unknown.reason().token());
            case Authentication.Known known -> known(known.token());
        };
    }

    private Verdict stranger(HttpServerRequest request, String reason) {
        // Of a caller that has reset its connection by now, the system may not say any more who it was.
        SocketAddress remote = request.remoteAddress();
        String address = String.valueOf(remote == null ? null : remote.hostAddress());
        Grant grant = limits.ofStranger(address);
        return grant.granted()
                ? new Verdict.Refused(Optional.empty(), Optional.empty(), reason, PurgeResponse.unauthorized(reason))
                : new Verdict.Refused(
                        Optional.empty(),
                        Optional.of(grant),
                        "limited-stranger",
                        PurgeResponse.refused(429, "Too many calls without a known token: " + reason));
    }

    private Verdict known(AdminToken token) {
        Grant grant = limits.ofToken(token);
        return grant.granted()
                ? new Verdict.Admitted(token, grant)
                : new Verdict.Refused(
                        Optional.of(token),
                        Optional.of(grant),
                        "limited",
                        PurgeResponse.refused(429, "Too many calls with this token; nothing was purged"));
    }
}
