package io.skerry.cache.purge.index;

/**
 * Whether the case of tags counts when a purge is compared with what is stored. Tags are stored and journalled as they came, so
 * another choice at the next start means all that is stored as well.
 */
public enum TagCase {
    /** It does (RFC 9875 2). */
    SENSITIVE,
    /** It does not, for the letters of ASCII. */
    INSENSITIVE;

    /** The form in which tags are compared. */
    public String folded(String tag) {
        return switch (this) {
            case SENSITIVE -> tag;
            case INSENSITIVE -> lower(tag);
        };
    }

    private static String lower(String tag) {
        for (int i = 0; i < tag.length(); i++) {
            if (isUpper(tag.charAt(i))) {
                char[] folded = tag.toCharArray();
                for (int j = i; j < folded.length; j++) {
                    folded[j] = isUpper(folded[j]) ? (char) (folded[j] + ('a' - 'A')) : folded[j];
                }
                return new String(folded);
            }
        }
        return tag;
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
