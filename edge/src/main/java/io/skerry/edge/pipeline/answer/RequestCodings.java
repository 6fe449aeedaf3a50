package io.skerry.edge.pipeline.answer;

import io.skerry.cache.message.AcceptEncoding;
import io.skerry.cache.message.ContentCoding;
import io.skerry.cache.message.Headers;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What requests take of codings, worked out once for each value of {@code Accept-Encoding}: there are a few dozen in the world, and every
 * hit on a coded response asks. Values longer than any of those are worked out each time; when there are too many, all are forgotten, so
 * that those in use come back whatever else was sent. Any thread.
 */
public final class RequestCodings {

    private static final String FIELD = "Accept-Encoding";
    /** Of 1,000 values, with what is known of each: about a megabyte. */
    static final int MOST_VALUES = 1_000;

    static final int LONGEST_VALUE = 128;
    private static final int MOST_OFFERS = 16;

    private static final ConcurrentHashMap<String, Known> KNOWN = new ConcurrentHashMap<>();

    private record Known(AcceptEncoding accept, ConcurrentHashMap<String, String> chosen) {

        static Known of(Headers headers) {
            return new Known(AcceptEncoding.of(headers), new ConcurrentHashMap<>(4));
        }

        String choose(String offer) {
            String known = chosen.get(offer);
            if (known != null) {
                return known;
            }
            String choice = accept.chosen(AcceptEncoding.codings(offer));
            if (chosen.size() < MOST_OFFERS) {
                chosen.put(offer, choice);
            }
            return choice;
        }
    }

    private RequestCodings() {}

    /** The request's choice of the codings offered, as variants have it. */
    static String chosen(Headers headers, String offer) {
        return known(headers).choose(offer);
    }

    /** Whether the client takes a content in this coding. */
    public static boolean accepts(Headers headers, ContentCoding coding) {
        return known(headers).accept().accepts(coding.token());
    }

    private static Known known(Headers headers) {
        String value = headers.joined(FIELD).orElse("");
        if (value.isEmpty() || value.length() > LONGEST_VALUE) {
            // Absent and empty differ, and neither takes work.
            return Known.of(headers);
        }
        Known known = KNOWN.get(value);
        if (known != null) {
            return known;
        }
        Known made = Known.of(headers);
        if (KNOWN.size() >= MOST_VALUES) {
            KNOWN.clear();
        }
        KNOWN.put(value, made);
        return made;
    }

    /** Whether what requests with this value take is known. */
    static boolean knows(String value) {
        return KNOWN.containsKey(value);
    }
}
