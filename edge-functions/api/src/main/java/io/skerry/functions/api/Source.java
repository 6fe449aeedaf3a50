package io.skerry.functions.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a snapshot's data comes from: a URL or a file.
 *
 * @param url an absolute {@code http} or {@code https} URL
 * @param file a path, relative to the folder of the routes file
 * @param every how long after one load the next begins, at least one second
 */
public record Source(
        @Description("URL the data is fetched from.") @Nullable
        String url,

        @Description("File the data is read from.") @Nullable
        String file,

        @Description("How often the data is loaded.") @Default("60s")
        Duration every) {

    private static final Duration MOST_OFTEN = Duration.ofSeconds(1);

    /** Refuses both or none of the places, and a period below one second. */
    public Source {
        if ((url == null) == (file == null)) {
            throw new IllegalArgumentException("expected either url or file");
        }
        if (url != null && !absolute(url)) {
            throw new IllegalArgumentException("url: expected http:// or https:// and a host, not \"" + url + "\"");
        }
        if (every.compareTo(MOST_OFTEN) < 0) {
            throw new IllegalArgumentException("every: expected at least 1s");
        }
    }

    private static boolean absolute(String url) {
        try {
            URI uri = new URI(url);
            boolean web = url.startsWith("http://") || url.startsWith("https://");
            return web && uri.getHost() != null && uri.getPort() != 0 && uri.getPort() <= 65_535;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /**
     * The place, whichever it is.
     *
     * @return the URL or the file
     */
    public String location() {
        if (url != null) {
            return url;
        }
        if (file != null) {
            return file;
        }
        throw new IllegalStateException("a source has a place");
    }
}
