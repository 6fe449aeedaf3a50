package io.skerry.purgeapi.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The SHA-256 of a token: all that is kept of it. Compared in constant time. */
public final class TokenHash implements Credential {

    private static final int BYTES = 32;

    private final byte[] sha256;

    private TokenHash(byte[] sha256) {
        this.sha256 = sha256;
    }

    /** The hash of a token as callers send it. */
    public static TokenHash of(String token) {
        try {
            return new TokenHash(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The hash written as 64 hexadecimal digits; empty for anything else. */
    public static Optional<TokenHash> ofHex(String hex) {
        if (hex.length() != 2 * BYTES || !hex.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80)) {
            return Optional.empty();
        }
        return Optional.of(new TokenHash(HexFormat.of().parseHex(hex)));
    }

    /** 64 hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(sha256);
    }

    /** Takes the same time wherever the two differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TokenHash that && MessageDigest.isEqual(sha256, that.sha256);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sha256);
    }

    /** Not the hash: it has no place in logs. */
    @Override
    public String toString() {
        return "TokenHash";
    }
}
