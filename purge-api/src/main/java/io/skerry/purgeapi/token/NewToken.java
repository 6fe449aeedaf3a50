package io.skerry.purgeapi.token;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;

/**
 * A token that nobody has seen yet: 256 random bits.
 *
 * @param text what callers send
 */
public record NewToken(String text) {

    static final String PREFIX = "skerry_pt_";
    static final int RANDOM_BYTES = 32;

    public NewToken {
        Objects.requireNonNull(text);
    }

    /** Another one each time. */
    public static NewToken random() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return new NewToken(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /** What a node keeps of it. */
    public TokenHash hash() {
        return TokenHash.of(text);
    }

    /** Not the token: it has no place in logs. */
    @Override
    public String toString() {
        return "NewToken";
    }
}
