package io.skerry.functions.api;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A response as a function sees or makes it; an immutable value whose body may still be on its way.
 *
 * @param status 200 to 599
 * @param fields the header fields
 * @param body the content
 */
public record EdgeResponse(int status, Fields fields, Body body) {

    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\\s;\"]+)");
    private static final List<String> TEXT_TYPES =
            List.of("application/json", "application/xml", "application/javascript");

    /** Refuses a status that is not final. */
    public EdgeResponse {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("a final status is 200 to 599, not " + status);
        }
        Objects.requireNonNull(fields, "fields");
        Objects.requireNonNull(body, "body");
    }

    /**
     * A response without fields and content.
     *
     * @param status 200 to 599
     * @return to be completed with {@link #with} and {@link #withBody}
     */
    public static EdgeResponse of(int status) {
        return new EdgeResponse(status, Fields.none(), new Body.Empty());
    }

    /**
     * A short answer in plain text.
     *
     * @param status 200 to 599
     * @param text the content
     * @return typed as UTF-8 text
     */
    public static EdgeResponse text(int status, String text) {
        return of(status)
                .with("Content-Type", "text/plain; charset=utf-8")
                .withBody(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The first value of a header field.
     *
     * @param name in any case
     * @return its value
     */
    public Optional<String> header(String name) {
        return fields.first(name);
    }

    /**
     * This response with one field replaced.
     *
     * @param name the field
     * @param value its only value
     * @return a changed copy
     */
    public EdgeResponse with(String name, String value) {
        return new EdgeResponse(status, fields.with(name, value), body);
    }

    /**
     * This response without some fields.
     *
     * @param names in any case
     * @return a changed copy
     */
    public EdgeResponse without(String... names) {
        return new EdgeResponse(status, fields.without(names), body);
    }

    /**
     * This response with another content; {@code Content-Length} is the edge's business.
     *
     * @param bytes taken over, not copied
     * @return a changed copy
     */
    public EdgeResponse withBody(byte[] bytes) {
        return new EdgeResponse(status, fields.without("Content-Length"), new Body.Whole(bytes));
    }

    /**
     * The media type in lower case, without parameters.
     *
     * @return such as {@code text/html}; empty text when the response names none
     */
    public String mediaType() {
        String type = header("Content-Type").orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /**
     * The charset of the content.
     *
     * @return the one {@code Content-Type} names, UTF-8 when it names none or an unknown one
     */
    public Charset charset() {
        Matcher matcher = CHARSET.matcher(header("Content-Type").orElse(""));
        if (!matcher.find()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(matcher.group(1));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    /**
     * Whether the content is HTML, JSON, XML or other text.
     *
     * @return by the media type alone, feeds and the like included ({@code +json} and {@code +xml}, RFC 6839)
     */
    public boolean isText() {
        String type = mediaType();
        return type.startsWith("text/") || type.endsWith("+json") || type.endsWith("+xml") || TEXT_TYPES.contains(type);
    }

    /**
     * Whether the content is compressed, so that its text cannot be read as it streams.
     *
     * @return true when it has a {@code Content-Encoding} other than {@code identity}
     */
    public boolean isCoded() {
        return fields.all("Content-Encoding").stream().anyMatch(coding -> !coding.equalsIgnoreCase("identity"));
    }

    /**
     * This response with its content transformed while it streams.
     *
     * <p>What described the old bytes goes: {@code Content-Length}, digests, {@code Last-Modified} and {@code
     * Accept-Ranges}. An entity tag is derived from the old one and {@code version}, so that clients notice a change of
     * either (RFC 9110 8.8.3).
     *
     * @param transform makes one fresh transform per response
     * @param version names the transform, its options and its data; equal versions give equal bytes
     * @return a changed copy
     */
    public EdgeResponse transformed(Supplier<BodyTransform> transform, String version) {
        Fields kept = fields.without(
                "Content-Length",
                "Content-MD5",
                "Digest",
                "Content-Digest",
                "Repr-Digest",
                "Last-Modified",
                "Accept-Ranges");
        Fields derived = header("ETag")
                .map(tag -> kept.with("ETag", DerivedEntityTag.of(tag, version)))
                .orElse(kept);
        return new EdgeResponse(status, derived, new Body.Transformed(body, transform));
    }
}
