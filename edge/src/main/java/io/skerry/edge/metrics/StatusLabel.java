package io.skerry.edge.metrics;

/**
 * The value of the {@code status} label: the code where it is a common one, else its class ({@code 4xx}), {@code none} where no
 * head was sent. An origin can send any of 900 codes; each would be a time series of every route.
 */
final class StatusLabel {

    private static final int[] COMMON = {
        101, 103, 200, 201, 202, 204, 206, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 408, 409, 410, 411,
        412, 413, 414, 415, 416, 421, 422, 425, 426, 429, 431, 451, 500, 501, 502, 503, 504, 507
    };
    private static final String[] CLASSES = {"none", "1xx", "2xx", "3xx", "4xx", "5xx", "6xx", "7xx", "8xx", "9xx"};

    /** How many labels there are. */
    static final int COUNT = CLASSES.length + COMMON.length;

    private static final byte[] INDEX = indexes();

    private StatusLabel() {}

    /** The label's number for a status, 0 to {@link #COUNT} - 1. */
    static int index(int status) {
        return status < 0 || status > 999 ? 0 : INDEX[status];
    }

    /** The label with a number. */
    static String of(int index) {
        return index < CLASSES.length ? CLASSES[index] : Integer.toString(COMMON[index - CLASSES.length]);
    }

    private static byte[] indexes() {
        byte[] indexes = new byte[1000];
        for (int status = 0; status < indexes.length; status++) {
            indexes[status] = (byte) (status / 100);
        }
        for (int i = 0; i < COMMON.length; i++) {
            indexes[COMMON[i]] = (byte) (CLASSES.length + i);
        }
        return indexes;
    }
}
