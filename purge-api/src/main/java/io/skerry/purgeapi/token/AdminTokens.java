package io.skerry.purgeapi.token;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The tokens that a node accepts. Immutable.
 *
 * @param tokens in any order
 */
public record AdminTokens(List<AdminToken> tokens) {

    private static final String SCHEME = "Bearer ";

    public AdminTokens {
        tokens = List.copyOf(tokens);
    }

    /**
     * Judges an Authorization field (RFC 6750 2.1). Every known token is compared, so the time tells nothing about any of them.
     *
     * @param authorization its value, empty where there is none
     * @param address of a caller that may be known by it if it shows no token; empty for all others
     * @param now for expiry
     */
    public Authentication authenticate(Optional<String> authorization, Optional<String> address, Instant now) {
        String field = authorization.orElse("");
        if (!field.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return address.map(from -> from(from, now))
                    .orElse(new Authentication.Unknown(Authentication.Reason.NO_TOKEN));
        }
        TokenHash shown = TokenHash.of(field.substring(SCHEME.length()).strip());
        Authentication answer = new Authentication.Unknown(Authentication.Reason.WRONG_TOKEN);
        for (AdminToken token : tokens) {
            if (token.credential().equals(shown)) {
                answer = inForce(token, now);
            }
        }
        return answer;
    }

    private Authentication from(String address, Instant now) {
        for (AdminToken token : tokens) {
            if (token.credential() instanceof CallerAddresses known
                    && known.ranges().contains(address)
                    && inForce(token, now) instanceof Authentication.Known inForce) {
                return inForce;
            }
        }
        return new Authentication.Unknown(Authentication.Reason.NO_TOKEN);
    }

    private static Authentication inForce(AdminToken token, Instant now) {
        return token.expires().isPresent() && !now.isBefore(token.expires().get())
                ? new Authentication.Unknown(Authentication.Reason.EXPIRED_TOKEN)
                : new Authentication.Known(token);
    }
}
