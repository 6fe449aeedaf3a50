package io.skerry.cache.storing;

import io.skerry.cache.key.NegotiatedInput;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.message.Headers;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.policy.CachePolicy.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a policy that negotiates makes of a response's {@code Vary} (RFC 9111 4.1, RFC 9110 12.5). */
final class Negotiation {

    private Negotiation() {}

    /** The inputs, with a question about this response in the place of a field where the policy says so. */
    static List<VariantInput> narrowed(List<VariantInput> inputs, Headers response, CachePolicy policy) {
        if (!policy.has(Trait.NEGOTIATES_LANGUAGE) && !policy.has(Trait.NEGOTIATES_IMAGE_FORMATS)) {
            return inputs;
        }
        List<VariantInput> narrowed = new ArrayList<>(inputs);
        narrowed.replaceAll(input -> narrowed(input, response, policy));
        return narrowed;
    }

    private static VariantInput narrowed(VariantInput input, Headers response, CachePolicy policy) {
        return switch (input.name()) {
            case "accept-language" ->
                policy.has(Trait.NEGOTIATES_LANGUAGE)
                        ? language(response).map(NegotiatedInput::language).orElse(input)
                        : input;
            case "accept" ->
                policy.has(Trait.NEGOTIATES_IMAGE_FORMATS) && image(response) ? NegotiatedInput.imageFormats() : input;
            default -> input;
        };
    }

    // RFC 9110 8.5: several languages are for several audiences, and no client's choice.
    private static Optional<String> language(Headers response) {
        List<String> lines = response.all("Content-Language");
        if (lines.size() != 1 || lines.getFirst().isBlank() || lines.getFirst().indexOf(',') >= 0) {
            return Optional.empty();
        }
        return Optional.of(lines.getFirst().strip().toLowerCase(Locale.ROOT));
    }

    private static boolean image(Headers response) {
        return response.first("Content-Type")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .startsWith("image/");
    }
}
