package io.skerry.functions.builtin;

import io.skerry.functions.api.DerivedEntityTag;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Fetch;
import io.skerry.functions.api.Fields;
import io.skerry.functions.builtin.image.EncodedImage;
import io.skerry.functions.builtin.image.ImageResizer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The responses of {@link ImageResize}. */
final class ImageAnswer {

    /** How long a refusal may be remembered. */
    static final Duration ERROR_TTL = Duration.ofSeconds(60);

    private static final int RETRY_AFTER_SECONDS = 2;

    /** With its age and date the original's freshness is the image's; that of many originals is told from their last change alone. */
    private static final List<String> FRESHNESS_FIELDS =
            List.of("Cache-Control", "CDN-Cache-Control", "Expires", "Date", "Age", "Last-Modified");

    private ImageAnswer() {}

    static EdgeResponse image(Fetch.Fetched original, EncodedImage image, String entityTag) {
        EdgeResponse made = EdgeResponse.of(200)
                .with("Content-Type", image.format().mediaType())
                .with("ETag", entityTag)
                .withBody(image.bytes());
        return asFreshAs(original, made);
    }

    /** The image that is stored is still the one that would be made. */
    static EdgeResponse unchanged(Fetch.Fetched original, String entityTag) {
        return asFreshAs(original, EdgeResponse.of(304).with("ETag", entityTag));
    }

    private static EdgeResponse asFreshAs(Fetch.Fetched original, EdgeResponse made) {
        EdgeResponse response = made;
        for (Fields.Line line : original.fields().lines()) {
            if (FRESHNESS_FIELDS.stream().anyMatch(name -> name.equalsIgnoreCase(line.name()))) {
                response = new EdgeResponse(
                        response.status(), response.fields().plus(line.name(), line.value()), response.body());
            }
        }
        return response;
    }

    /** The tag of what is made of an original that has a strong one: a weak one may stand for other bytes, and so for another picture. */
    static Optional<String> entityTag(Fetch.Fetched original, ImageResizer.Order order) {
        return original.fields()
                .first("ETag")
                .filter(tag -> !tag.startsWith("W/"))
                .map(tag -> DerivedEntityTag.of(tag, options(order)));
    }

    /** The same of any original; reads all of it where it has no strong tag. */
    static String entityTagOfBytes(Fetch.Fetched original, ImageResizer.Order order) {
        return entityTag(original, order)
                .orElseGet(() -> DerivedEntityTag.of(hash(original.body().bytes()), options(order)));
    }

    private static String options(ImageResizer.Order order) {
        return String.join(
                " ",
                "image-resize",
                ImageResizer.VERSION,
                order.box().toString(),
                order.opaque().token(),
                order.transparent().token(),
                Integer.toString(order.quality()));
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    static EdgeResponse notFound() {
        return passing(404, "no such image");
    }

    static EdgeResponse badGateway() {
        return passing(502, "the original could not be fetched");
    }

    static EdgeResponse busy() {
        return passing(503, "too many images at once").with("Retry-After", Integer.toString(RETRY_AFTER_SECONDS));
    }

    /** 404 and 410 are the origin's word on the image; whatever else it says is not about the image. */
    static EdgeResponse ofOriginStatus(int status) {
        return status == 404 || status == 410 ? passing(status, "no such image") : badGateway();
    }

    static EdgeResponse refused(int status) {
        return EdgeResponse.text(status, "this image cannot be shown\n")
                .with("Cache-Control", "max-age=" + ERROR_TTL.toSeconds());
    }

    static EdgeResponse varying(EdgeResponse response) {
        String all = String.join(", ", response.fields().all("Vary"));
        for (String name : all.split(",", -1)) {
            if (name.strip().equalsIgnoreCase("Accept") || name.strip().equals("*")) {
                return response;
            }
        }
        return response.with("Vary", all.isEmpty() ? "Accept" : all + ", Accept");
    }

    private static EdgeResponse passing(int status, String text) {
        return EdgeResponse.text(status, text + '\n').with("Cache-Control", "no-store");
    }
}
