package io.skerry.purgeapi;

import io.skerry.cache.invalidation.PurgeSelector.QueryMatch;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.message.Authority;
import io.skerry.cache.message.UriNormalisation;
import io.skerry.cache.message.UriNormaliser;

/**
 * Reads URLs, tags, prefixes and hosts as callers write them, each into an item of the draft or an error. URLs, paths and hosts are
 * normalised by the code that normalises requests, so that both mean the same.
 */
final class SelectorSyntax {

    private static final int MAX_TAG = 1_024;
    private static final int MAX_URL = 16 * 1_024;

    private final RequestDraft draft;

    SelectorSyntax(RequestDraft draft) {
        this.draft = draft;
    }

    void url(String pointer, String text, QueryMatch queryMatch, VariantKey fields) {
        if (text.length() > MAX_URL) {
            draft.error(pointer, "longer than " + MAX_URL + " characters");
        } else if (text.indexOf('#') >= 0) {
            draft.error(pointer, "a URL with a fragment, which no request carries");
        } else {
            switch (UriNormaliser.normalise(text)) {
                case UriNormalisation.Normalised normal ->
                    draft.item(new PurgeItem.Url(pointer, normal.uri(), queryMatch, fields));
                case UriNormalisation.Malformed malformed -> draft.error(pointer, urlFault(malformed.fault()));
            }
        }
    }

    private static String urlFault(UriNormalisation.Fault fault) {
        return switch (fault) {
            case SCHEME, NOT_ABSOLUTE -> "not an absolute http or https URL";
            case AUTHORITY -> "a URL without a valid host, or with user information";
            case PERCENT_ENCODING -> "a URL with a malformed percent-encoding";
            case CHARACTER -> "a URL with a space, a control character or one beyond ASCII";
        };
    }

    void tag(String pointer, String text) {
        if (text.isEmpty()) {
            draft.error(pointer, "an empty tag");
        } else if (text.length() > MAX_TAG) {
            draft.error(pointer, "longer than " + MAX_TAG + " characters");
        } else if (!text.chars().allMatch(c -> c > ' ' && c != 0x7F && !Character.isWhitespace(c))) {
            draft.error(pointer, "a tag with spaces or control characters; give each tag its own item");
        } else {
            draft.item(new PurgeItem.Tag(pointer, text));
        }
    }

    void prefix(String pointer, String text) {
        if (text.contains("://")) {
            draft.error(pointer, "a prefix is written without a scheme: host/path");
            return;
        }
        if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
            draft.error(pointer, "a prefix has no query and no fragment");
            return;
        }
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        String path = slash < 0 ? "/" : text.substring(slash);
        if (text.length() <= MAX_URL
                && UriNormaliser.normalise("http", host, path) instanceof UriNormalisation.Normalised normal) {
            draft.item(new PurgeItem.Prefix(
                    pointer, stored(normal.uri().authority()), normal.uri().path()));
        } else {
            draft.error(pointer, "not a prefix: a host, then a path, such as shop.example.com/assets");
        }
    }

    /** A prefix that is written as a URL; http and https are both meant. */
    void urlPrefix(String pointer, String text) {
        if (text.length() > MAX_URL || text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
            draft.error(pointer, "longer than " + MAX_URL + " characters, or with a query or a fragment");
            return;
        }
        switch (UriNormaliser.normalise(text)) {
            case UriNormalisation.Normalised normal ->
                draft.item(new PurgeItem.Prefix(
                        pointer, normal.uri().authority(), normal.uri().path()));
            case UriNormalisation.Malformed malformed -> draft.error(pointer, urlFault(malformed.fault()));
        }
    }

    /** An origin: scheme, host and port, and no slash at its end. */
    void origin(String pointer, String text) {
        if (UriNormaliser.normalise(text) instanceof UriNormalisation.Normalised normal
                && text.indexOf('/', text.indexOf("://") + 3) < 0) {
            draft.item(new PurgeItem.Host(pointer, normal.uri().authority()));
        } else {
            draft.error(pointer, "not an origin such as https://shop.example.com:443");
        }
    }

    void host(String pointer, String text) {
        if (UriNormaliser.normalise("http", text, "/") instanceof UriNormalisation.Normalised normal) {
            draft.item(new PurgeItem.Host(pointer, stored(normal.uri().authority())));
        } else {
            draft.error(pointer, "not a host: a name or an address, with a port if need be, without scheme and path");
        }
    }

    /**
     * A host that was written without a scheme and read as one of http, as it stands in stored URIs: the default port of https has no place
     * there either.
     */
    private static String stored(String authority) {
        return Authority.normalise("https", authority).orElse(authority);
    }
}
