package io.skerry.edge.config.model;

/**
 * A request method as routes name it, in upper case.
 *
 * @param token of one to 30 letters and hyphens
 */
public record MethodName(String token) {

    public MethodName {
        boolean upper = token.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || c == '-');
        if (token.isEmpty() || token.length() > 30 || !upper) {
            throw new IllegalArgumentException("a method is written in capitals: GET");
        }
    }

    @Override
    public String toString() {
        return token;
    }
}
