package io.skerry.edge.pipeline.answer;

import io.skerry.cache.key.InputSource;
import io.skerry.cache.key.RequestInputs;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantInput.Kind;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.RequestHead;
import io.skerry.functions.runtime.ExchangeState;
import io.skerry.origin.ClientIdentity;
import io.skerry.origin.ForwardedHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of one request selects a stored response: the values of variant inputs (RFC 9111 4.1), and the fields that a key may name.
 *
 * <p>Of a field that the edge sets or drops itself ({@code X-Forwarded-For} and its like) functions read what the client sent and the origin
 * what it is told; either may have shaped the response, so the value of such a field is both.
 *
 * <p>Values are worked out from the fields: a hit asks for a few. A lookup among many variants asks for the same ones again and again, and
 * is told from memory. Confined to the event loop of its client.
 */
final class RequestValues implements InputSource {

    /** So many questions are answered before answers are remembered. */
    private static final int FEW = 8;

    private final RequestHead request;
    private final ClientIdentity client;
    private final InputSource inputs;
    private int asked;
    private @Nullable Map<VariantInput, String> known;

    /** Of a request whose route's functions, if it has any, share {@code functions}. */
    RequestValues(RequestHead request, ClientIdentity client, @Nullable ExchangeState functions) {
        this.request = request;
        this.client = client;
        this.inputs = functions == null ? RequestInputs.of(request) : new RequestInputs(request, functions);
    }

    @Override
    public String value(VariantInput input) {
        return switch (input.kind()) {
            // A function may say something else of them from one moment to the next.
            case GEO, DIMENSION -> inputs.value(input);
            case HEADER, CODING, COOKIE, QUERY -> asked++ < FEW ? ofRequest(input) : remembered(input);
        };
    }

    private String remembered(VariantInput input) {
        if (known == null) {
            known = new HashMap<>();
        }
        return known.computeIfAbsent(input, this::ofRequest);
    }

    private String ofRequest(VariantInput input) {
        if (input.kind() == Kind.CODING) {
            return RequestCodings.chosen(request.headers(), input.name());
        }
        String value = inputs.value(input);
        boolean told = input.kind() == Kind.HEADER && ForwardedHeaders.setOrDropped(input.name());
        return told ? value + ' ' + asForwarded(input) : value;
    }

    private String asForwarded(VariantInput input) {
        return RequestInputs.of(request.withHeaders(ForwardedHeaders.of(request, client)))
                .value(input);
    }

    /** The request's fields, with the values that those named by a key count with. */
    Headers keyed(List<String> names) {
        Headers fields = request.headers();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (ForwardedHeaders.setOrDropped(name)) {
                fields = fields.with(name, value(new VariantInput(Kind.HEADER, name.toLowerCase(Locale.ROOT))));
            }
        }
        return fields;
    }
}
