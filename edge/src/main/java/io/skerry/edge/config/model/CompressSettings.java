package io.skerry.edge.config.model;

import io.skerry.functions.api.DataSize;
import io.skerry.functions.api.Default;
import io.skerry.functions.api.Description;
import java.util.List;

/** In which codings a policy's text is stored: {@code compress: off}, {@code compress: [br, gzip]}, or a mapping. */
public sealed interface CompressSettings {

    /** Contents are stored as the origin sent them. */
    record Off() implements CompressSettings {

        /** Reads the word {@code off}. */
        @Shorthand(words = "off", open = false)
        public static Off of(String word) {
            if (!word.equals("off")) {
                throw new IllegalArgumentException("expected off or a list of codings");
            }
            return new Off();
        }
    }

    /**
     * Some codings.
     *
     * @param codings the preferred first
     */
    record Listed(List<Coding> codings) implements CompressSettings {

        public Listed {
            codings = checked(codings);
        }

        /** Reads the list. */
        @Shorthand
        public static Listed of(List<Coding> codings) {
            return new Listed(codings);
        }
    }

    /**
     * Some codings, and from which size on.
     *
     * @param codings the preferred first
     * @param minSize shorter contents stay as they are
     */
    record Bounded(
            @Default("[zstd, br, gzip]") @Description("The codings offered, the preferred first")
            List<Coding> codings,

            @Default("1KB") @Description("Shorter contents stay as they are")
            DataSize minSize)
            implements CompressSettings {

        public Bounded {
            codings = checked(codings);
        }
    }

    /** A coding that the edge can apply. */
    enum Coding {
        ZSTD,
        BR,
        GZIP
    }

    private static List<Coding> checked(List<Coding> codings) {
        if (codings.isEmpty()) {
            throw new IllegalArgumentException("no coding at all; to store contents as the origin sent them, say off");
        }
        if (codings.stream().distinct().count() != codings.size()) {
            throw new IllegalArgumentException("a coding is named twice");
        }
        return List.copyOf(codings);
    }
}
