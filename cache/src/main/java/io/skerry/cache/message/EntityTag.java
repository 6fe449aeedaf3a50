package io.skerry.cache.message;

import java.util.Objects;
import java.util.Optional;

/**
 * An entity tag (RFC 9110 8.8.3).
 *
 * @param strength whether equal tags mean equal bytes
 * @param opaque what stands between the quotes
 */
public record EntityTag(Strength strength, String opaque) {

    /** What equality of two tags says. */
    public enum Strength {
        /** The representations are the same, byte for byte. */
        STRONG,
        /** They may stand in for each other. */
        WEAK
    }

    public EntityTag {
        Objects.requireNonNull(strength);
        Objects.requireNonNull(opaque);
    }

    /** The tag that a field value is, empty for anything malformed. */
    public static Optional<EntityTag> parse(String value) {
        boolean weak = value.startsWith("W/");
        int start = weak ? 2 : 0;
        int end = value.length() - 1;
        if (end - start < 1 || value.charAt(start) != '"' || value.charAt(end) != '"') {
            return Optional.empty();
        }
        for (int i = start + 1; i < end; i++) {
            if (!isTagCharacter(value.charAt(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(new EntityTag(weak ? Strength.WEAK : Strength.STRONG, value.substring(start + 1, end)));
    }

    /** Strong comparison (RFC 9110 8.8.3.2): both are strong and the same. */
    public boolean stronglyEquals(EntityTag other) {
        return strength == Strength.STRONG && other.strength == Strength.STRONG && opaque.equals(other.opaque);
    }

    /** Weak comparison (RFC 9110 8.8.3.2): the same but for their strength. */
    public boolean weaklyEquals(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    /** The tag as a field value. */
    @Override
    public String toString() {
        return (strength == Strength.WEAK ? "W/\"" : "\"") + opaque + '"';
    }

    // etagc = %x21 / %x23-7E / obs-text
    static boolean isTagCharacter(char c) {
        return c == 0x21 || (c >= 0x23 && c != 0x7f);
    }
}
