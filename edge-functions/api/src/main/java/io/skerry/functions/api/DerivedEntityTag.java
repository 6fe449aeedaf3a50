package io.skerry.functions.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Makes the entity tag of a response that was derived from another one. */
public final class DerivedEntityTag {

    private static final int HASH_BYTES = 12;

    private DerivedEntityTag() {}

    /**
     * The tag of a derived response.
     *
     * @param source the entity tag of the source, strong or weak, with its quotes (RFC 9110 8.8.3); empty text when it
     *     has none
     * @param version names the derivation, its options and its data
     * @return a tag of the same strength that differs when either argument does
     */
    public static String of(String source, String version) {
        String strength = source.startsWith("W/") ? "W/" : "";
        byte[] hash = sha256().digest((source + '\n' + version).getBytes(StandardCharsets.UTF_8));
        return strength + '"' + HexFormat.of().formatHex(hash, 0, HASH_BYTES) + '"';
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
