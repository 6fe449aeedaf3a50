package io.skerry.edge.oracle;

/**
 * What of a request can select content.
 *
 * @param language of {@code Accept-Language}, empty for none
 * @param authorization of {@code Authorization}, empty for none
 * @param client of {@code X-Oracle-Client}: unique for each request
 */
record RequestTraits(String language, String authorization, String client) {

    static RequestTraits of(WireHead head) {
        return new RequestTraits(
                head.value("accept-language"), head.value("authorization"), head.value("x-oracle-client"));
    }
}
