package io.skerry.cache.storing;

/** Whether a request had content. HTTP/2 and HTTP/3 do not say so in fields; whoever read the request knows. */
public enum RequestContent {
    ABSENT,
    PRESENT
}
