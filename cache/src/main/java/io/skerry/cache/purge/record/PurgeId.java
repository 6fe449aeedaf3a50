package io.skerry.cache.purge.record;

/**
 * The identity of one purge, unique across nodes: 48 bits of time, then 80 random bits.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record PurgeId(long high, long low) {

    private static final String PREFIX = "pg_";
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int DIGITS = 26;

    /**
     * The identity made of a moment and random bits.
     *
     * @param epochMillis when the purge was accepted
     * @param randomHigh its low 16 bits are used
     * @param randomLow 64 random bits
     */
    public static PurgeId of(long epochMillis, long randomHigh, long randomLow) {
        return new PurgeId(epochMillis << 16 | (randomHigh & 0xFFFF), randomLow);
    }

    /** {@code pg_} and 26 digits in Crockford's base 32, which sort by time. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(PREFIX.length() + DIGITS).append(PREFIX);
        for (int digit = DIGITS - 1; digit >= 0; digit--) {
            text.append(ALPHABET.charAt(bits(digit * 5)));
        }
        return text.toString();
    }

    private int bits(int shift) {
        long from = shift >= Long.SIZE
                ? high >>> (shift - Long.SIZE)
                : low >>> shift | (shift == 0 ? 0 : high << (Long.SIZE - shift));
        return (int) (from & 31);
    }
}
