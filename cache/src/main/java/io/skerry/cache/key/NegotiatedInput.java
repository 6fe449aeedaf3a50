package io.skerry.cache.key;

import io.skerry.cache.key.VariantInput.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Inputs that ask a request field a question about one stored response, instead of comparing it whole (RFC 9111 4.1: a cache may use
 * what is known of a field's semantics). Their names are the field's, an equals sign, and what is asked; no field name has one.
 *
 * <ul>
 *   <li>{@code accept-language=de}: is German among the languages the client wants most? If so, every such request selects the
 *       response; if not, the field counts as a whole.
 *   <li>{@code accept=image}: which modern image formats does the client name?
 * </ul>
 */
public final class NegotiatedInput {

    private static final String LANGUAGE = "accept-language";
    private static final String ACCEPT = "accept";
    private static final VariantInput IMAGE_FORMATS = new VariantInput(Kind.HEADER, "accept=image");

    /** Everything else that browsers name is understood by all of them. */
    private static final List<String> MODERN_FORMATS = List.of("image/avif", "image/heic", "image/jxl", "image/webp");

    private NegotiatedInput() {}

    /** For a response in one language. */
    public static VariantInput language(String contentLanguage) {
        return new VariantInput(Kind.HEADER, LANGUAGE + '=' + contentLanguage);
    }

    /** For a response that is an image. */
    public static VariantInput imageFormats() {
        return IMAGE_FORMATS;
    }

    /** The field that an input's name is about. */
    static String field(String name) {
        int equals = name.indexOf('=');
        return equals < 0 ? name : name.substring(0, equals);
    }

    /**
     * The answer to what the input asks; empty for an input that compares the whole field.
     *
     * @param name of the input
     * @param lines of the request's field, at least one
     */
    static Optional<String> answer(String name, List<String> lines) {
        if (name.indexOf('=') < 0 || InputNormaliser.tooLong(lines)) {
            return Optional.empty();
        }
        return Optional.of(name.equals(IMAGE_FORMATS.name()) ? formats(lines) : language(name, lines));
    }

    private static String language(String name, List<String> lines) {
        String language = name.substring(LANGUAGE.length() + 1);
        List<InputNormaliser.Weighted> wanted = InputNormaliser.byWeight(lines);
        for (InputNormaliser.Weighted range : wanted) {
            if (range.weight() < wanted.getFirst().weight()) {
                break;
            }
            if (range.value().equals(language)) {
                return '=' + language;
            }
        }
        return InputNormaliser.normalise(LANGUAGE, lines);
    }

    // An origin may look for a format's name alone: where that stands without being accepted, the field counts as a
    // whole.
    private static String formats(List<String> lines) {
        StringBuilder named = new StringBuilder();
        List<InputNormaliser.Weighted> accepted = InputNormaliser.byWeight(lines);
        String all = String.join(",", lines).toLowerCase(Locale.ROOT);
        for (String format : MODERN_FORMATS) {
            if (accepted.stream().anyMatch(range -> range.value().equals(format))) {
                named.append(named.isEmpty() ? "" : ",").append(format);
            } else if (all.contains(format.substring(format.indexOf('/') + 1))) {
                return '=' + InputNormaliser.normalise(ACCEPT, lines);
            }
        }
        return named.toString();
    }
}
