package io.skerry.edge.config.model;

/**
 * One status or one class of them: {@code 404}, {@code 5xx}.
 *
 * @param first the lowest status it means
 * @param last the highest
 */
public record StatusPattern(int first, int last) {

    public StatusPattern {
        if (first < 100 || last > 599 || first > last) {
            throw new IllegalArgumentException("a status lies between 100 and 599");
        }
    }

    /**
     * The statuses this text means.
     *
     * @throws IllegalArgumentException when it is neither three digits nor one digit and {@code xx}
     */
    public static StatusPattern parse(String text) {
        if (!text.matches("[1-5](xx|[0-9]{2})")) {
            throw new IllegalArgumentException("not a status");
        }
        if (text.endsWith("xx")) {
            int hundreds = 100 * Integer.parseInt(text.substring(0, 1));
            return new StatusPattern(hundreds, hundreds + 99);
        }
        int status = Integer.parseInt(text);
        return new StatusPattern(status, status);
    }

    /** Whether it means one status only; such a pattern goes before a class. */
    public boolean single() {
        return first == last;
    }

    @Override
    public String toString() {
        return single() ? String.valueOf(first) : first / 100 + "xx";
    }
}
