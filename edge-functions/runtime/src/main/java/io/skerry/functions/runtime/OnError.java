package io.skerry.functions.runtime;

/** What happens to a request when a function fails, decided for each use in the routes file. */
public enum OnError {
    /** Goes on as if the function were not there; the response is then not stored. */
    SKIP("skip"),
    /** Answers the request with an error, or with what is stored where that may stand in for one. */
    FAIL("fail");

    private final String token;

    OnError(String token) {
        this.token = token;
    }

    /**
     * The word in the routes file.
     *
     * @return lower case
     */
    public String token() {
        return token;
    }
}
