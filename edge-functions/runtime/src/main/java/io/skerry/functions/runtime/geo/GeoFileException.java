package io.skerry.functions.runtime.geo;

/** A geo database that cannot be used; the message names the file and what is wrong with it. */
public final class GeoFileException extends Exception {

    GeoFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
