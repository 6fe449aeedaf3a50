package io.skerry.edge.cli;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads where a listener of an edge is: {@code http://HOST:PORT}, and nothing behind it. */
final class ListenerUrl implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
        try {
            URI url = new URI(text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            boolean bare = url.getUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
            if (http && bare && url.getHost() != null && url.getRawPath().length() <= "/".length()) {
                return url;
            }
        } catch (URISyntaxException notOne) {
            // Told below, like every other text that is none.
        }
        throw new TypeConversionException("expected http://HOST:PORT or https://HOST:PORT, not \"" + text + "\"");
    }
}
