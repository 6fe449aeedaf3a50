package io.skerry.edge.config;

import io.skerry.edge.config.model.FunctionSettingsCatalogue;
import io.skerry.edge.config.model.Percentage;
import io.skerry.functions.api.DataSize;
import io.skerry.functions.api.Default;
import io.skerry.functions.api.Description;
import io.skerry.functions.api.Key;
import io.skerry.functions.api.Required;
import io.skerry.functions.api.Source;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions as authors write their settings: the kinds of components a routes file has to bind for them. */
final class Catalogue {

    static final FunctionSettingsCatalogue FUNCTIONS =
            new FunctionSettingsCatalogue(Map.of("resize", Resize.class, "price", Price.class, "plain", Plain.class));

    private Catalogue() {}

    record Resize(
            @Required @Description("Where originals are") String source,
            @Required List<Size> sizes,
            @Default("[webp, jpeg]") List<Format> formats,
            @Default("80") int quality,
            Limits limits) {

        public Resize {
            if (quality < 1 || quality > 100) {
                throw new IllegalArgumentException("quality: expected 1 to 100, not " + quality);
            }
        }
    }

    record Limits(
            @Default("50MP") Pixels sourcePixels,
            @Default("20MB") DataSize sourceBytes,
            @Default("5s") Duration timeout) {}

    enum Format {
        AVIF,
        WEBP,
        JPEG
    }

    public record Size(int width, int height) {
        public static Size parse(String text) {
            String[] parts = text.split("x", 2);
            if (parts.length != 2) {
                throw new IllegalArgumentException("expected a size such as 800x600, not \"" + text + "\"");
            }
            return new Size(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        }
    }

    public record Pixels(long count) {
        public static Pixels parse(String text) {
            if (!text.endsWith("MP")) {
                throw new IllegalArgumentException("expected pixels such as 50MP, not \"" + text + "\"");
            }
            return new Pixels(1_000_000 * Long.parseLong(text.substring(0, text.length() - 2)));
        }
    }

    record Price(
            @Required Source table,
            @Key("default") @Default("USD") Currency fallback,
            @Default("5%") Percentage discount,
            @Nullable String note,
            @Default("false") boolean rounded) {}

    record Plain() {}
}
