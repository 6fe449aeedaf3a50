package io.skerry.functions.builtin;

import io.skerry.functions.api.CaptureNeeds;
import io.skerry.functions.api.DataSize;
import io.skerry.functions.api.Default;
import io.skerry.functions.api.Description;
import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Fetch;
import io.skerry.functions.api.Function;
import io.skerry.functions.api.FunctionContext;
import io.skerry.functions.api.Outcome;
import io.skerry.functions.api.Required;
import io.skerry.functions.builtin.image.BoundingBox;
import io.skerry.functions.builtin.image.ImageFormat;
import io.skerry.functions.builtin.image.ImageHeader;
import io.skerry.functions.builtin.image.ImageResizer;
import io.skerry.functions.builtin.image.PixelBudget;
import io.skerry.functions.builtin.image.PixelCount;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code image-resize}: answers {@code /image/800x600/product.jpg} with the original, made smaller and written in the best
 * format the browser takes.
 *
 * <p>The route captures {@code {size}} and whatever the template of the source names. Answers beside the image: 404 for a
 * size that is not listed or an original that does not exist; 415 for an original of an unknown format; 422 for one that
 * is broken or beyond the limits; 502 when the origin does not give it; 503 when too many images wait. It answers GET and HEAD.
 */
@Function("image-resize")
public final class ImageResize implements EdgeFunction {

    private static final String FORMAT = "image-format";
    private static final String SIZE = "size";

    /**
     * Settings.
     *
     * @param source template of the original's path
     * @param sizes the sizes there are
     * @param formats the formats there are, by preference
     * @param quality of lossy formats
     * @param limits what is refused
     */
    public record Settings(
            @Description("Path of the original, with captures of the route: /originals/{file}.") @Required
            String source,

            @Description("Sizes that may be asked for: 800x600, 800x, x600. Images are fitted in, never enlarged.")
            @Required
            List<BoundingBox> sizes,

            @Description("Formats by preference; webp goes to browsers that name it in Accept.")
            @Default("[webp, jpeg]")
            List<ImageFormat> formats,

            @Description("Quality of lossy formats, 1 to 100.") @Default("80")
            int quality,

            @Description("What is refused.") Limits limits)
            implements CaptureNeeds {

        /** Refuses empty lists and a quality out of range. */
        public Settings {
            sizes = List.copyOf(sizes);
            formats = List.copyOf(formats);
            namesOf(source);
            if (sizes.isEmpty()) {
                throw new IllegalArgumentException("sizes: expected at least one size");
            }
            if (formats.isEmpty()) {
                throw new IllegalArgumentException("formats: expected at least one format");
            }
            if (quality < 1 || quality > 100) {
                throw new IllegalArgumentException("quality: expected 1 to 100, not " + quality);
            }
        }

        @Override
        public Map<String, List<String>> neededCaptures() {
            return Map.of("source", namesOf(source), "sizes", List.of(SIZE));
        }

        private static List<String> namesOf(String source) {
            try {
                return new PathTemplate(source).names();
            } catch (IllegalArgumentException malformed) {
                throw new IllegalArgumentException("source: " + malformed.getMessage(), malformed);
            }
        }
    }

    /**
     * Limits.
     *
     * @param sourcePixels of an original
     * @param sourceBytes of an original
     * @param queue images of the route that wait or are worked on
     * @param timeout for one image, the fetch of the original included
     */
    public record Limits(
            @Description("Most pixels of an original.") @Default("50MP")
            PixelCount sourcePixels,

            @Description("Most bytes of an original.") @Default("20MB")
            DataSize sourceBytes,

            @Description("Most images of the route that wait or are worked on at once.") @Default("64")
            int queue,

            @Description("Longest time for one image, the fetch of the original included.") @Default("5s")
            Duration timeout) {

        /** Refuses limits that would refuse everything. */
        public Limits {
            if (queue < 1) {
                throw new IllegalArgumentException("queue: expected at least 1, not " + queue);
            }
            if (!timeout.isPositive()) {
                throw new IllegalArgumentException("timeout: expected more than 0s");
            }
            if (sourceBytes.bytes() < 1) {
                throw new IllegalArgumentException("sourceBytes: expected at least 1B");
            }
        }
    }

    private final Map<String, BoundingBox> boxes = new HashMap<>();
    private Settings settings;
    private PathTemplate source;
    private AcceptedFormat accepted;
    private ImageResizer resizer;

    @Override
    public void start(FunctionContext context) {
        settings = context.settings(Settings.class);
        source = new PathTemplate(settings.source());
        accepted = new AcceptedFormat(settings.formats());
        resizer = new ImageResizer(new PixelBudget(context.memory()));
        settings.sizes().forEach(box -> boxes.put(box.toString(), box));
    }

    @Override
    public Duration workDeadline() {
        return settings.limits().timeout();
    }

    @Override
    public int workLimit() {
        return settings.limits().queue();
    }

    @Override
    public Outcome onRequest(EdgeRequest request, Exchange exchange) {
        ImageFormat format = accepted.choose(request.header("Accept").orElse(""));
        exchange.dimension(FORMAT, format.token());
        return Outcome.next();
    }

    @Override
    public Outcome onOriginRequest(EdgeRequest request, Exchange exchange) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            // What changes or asks something else is not answered with a picture.
            return Outcome.next();
        }
        String size = exchange.route()
                .parameter(SIZE)
                .orElseThrow(() -> new IllegalStateException("the route captures no {size}"));
        BoundingBox box = boxes.get(size);
        if (box == null) {
            return Outcome.respond(ImageAnswer.notFound());
        }
        ImageFormat format = ImageFormat.parse(exchange.dimension(FORMAT));
        ImageResizer.Order order =
                new ImageResizer.Order(box, format, accepted.keepingTransparency(format), settings.quality());
        return Outcome.async(exchange.fetch()
                .get(
                        source.expand(exchange.route()),
                        settings.limits().sourceBytes().asInt())
                .thenApply(result -> fetched(result, order, exchange)));
    }

    @Override
    public Outcome onResponse(EdgeResponse response, Exchange exchange) {
        // Outside the edge Accept decides; inside, the dimension made of it does.
        return settings.formats().size() == 1 ? Outcome.next() : Outcome.respond(ImageAnswer.varying(response));
    }

    private Outcome fetched(Fetch.Result result, ImageResizer.Order order, Exchange exchange) {
        return switch (result) {
            case Fetch.Fetched original
            when original.status() == 200 ->
                ImageAnswer.entityTag(original, order)
                        .filter(exchange::isStored)
                        .map(tag -> unchanged(original, tag, exchange))
                        .orElseGet(() -> read(original, order, exchange));
            case Fetch.Fetched other -> Outcome.respond(ImageAnswer.ofOriginStatus(other.status()));
            case Fetch.TooLarge _ -> refuse(422, "the original has too many bytes", exchange);
            case Fetch.Failed failed -> {
                exchange.log().warn("the original could not be fetched: " + failed.reason());
                yield Outcome.respond(ImageAnswer.badGateway());
            }
        };
    }

    private Outcome read(Fetch.Fetched original, ImageResizer.Order order, Exchange exchange) {
        return switch (ImageHeader.read(original.body().bytes())) {
            case ImageHeader.Unknown _ -> refuse(415, "the original is no JPEG, PNG or WebP image", exchange);
            case ImageHeader.Broken broken -> refuse(422, "the original is broken: " + broken.reason(), exchange);
            case ImageHeader.Known known
            when known.header().size().pixels()
                    > settings.limits().sourcePixels().pixels() ->
                refuse(422, "the original has too many pixels", exchange);
            case ImageHeader.Known known ->
                Outcome.computeOr(
                        () -> resize(original, known.header(), order, exchange), Outcome.respond(ImageAnswer.busy()));
        };
    }

    private Outcome resize(Fetch.Fetched original, ImageHeader header, ImageResizer.Order order, Exchange exchange)
            throws InterruptedException {
        String tag = ImageAnswer.entityTagOfBytes(original, order);
        if (exchange.isStored(tag)) {
            return unchanged(original, tag, exchange);
        }
        Duration patience = exchange.deadline().remaining();
        return switch (resizer.resize(original.body().bytes(), header, order, patience)) {
            case ImageResizer.Resized resized -> {
                exchange.counters().count("resized");
                yield Outcome.respond(ImageAnswer.image(original, resized.image(), tag));
            }
            case ImageResizer.Broken broken -> refuse(422, "the original is broken: " + broken.reason(), exchange);
            case ImageResizer.NoRoom _ -> Outcome.respond(ImageAnswer.busy());
        };
    }

    private static Outcome unchanged(Fetch.Fetched original, String tag, Exchange exchange) {
        exchange.counters().count("unchanged");
        return Outcome.respond(ImageAnswer.unchanged(original, tag));
    }

    /** The original's fault: worth remembering for a while, and gone with the original when it is purged. */
    private static Outcome refuse(int status, String reason, Exchange exchange) {
        exchange.counters().count("refused");
        exchange.log().info(reason);
        exchange.ttl(ImageAnswer.ERROR_TTL);
        return Outcome.respond(ImageAnswer.refused(status));
    }
}
