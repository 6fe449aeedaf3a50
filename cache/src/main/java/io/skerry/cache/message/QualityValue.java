package io.skerry.cache.message;

/** The weight that a member of a list is wanted with (RFC 9110 12.4.2), in thousandths: {@code q=0.5} is 500. */
public final class QualityValue {

    /** The weight of a member that names none. */
    public static final int FULL = 1000;

    private static final int FIRST_DIGIT = 2;
    private static final int POINT = 3;
    private static final int LONGEST = 7;

    private QualityValue() {}

    /** Whether a parameter is a weight. */
    public static boolean isWeight(String parameter) {
        return parameter.length() > FIRST_DIGIT
                && (parameter.charAt(0) == 'q' || parameter.charAt(0) == 'Q')
                && parameter.charAt(1) == '=';
    }

    /** The weight in such a parameter; the full weight for a malformed one, so that it selects no less than the client named. */
    public static int thousandths(String parameter) {
        int value = 0;
        int scale = FULL;
        for (int i = FIRST_DIGIT; i < parameter.length() && i < LONGEST; i++) {
            char c = parameter.charAt(i);
            if (i == POINT && c == '.') {
                continue;
            }
            if (c < '0' || c > '9' || i == POINT) {
                return FULL;
            }
            value += (c - '0') * scale;
            scale /= 10;
        }
        return Math.min(FULL, value);
    }
}
