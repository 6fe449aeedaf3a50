package io.skerry.cache.key;

import io.skerry.cache.message.AcceptEncoding;
import io.skerry.cache.message.CookieField;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.RequestHead;
import java.util.List;
import java.util.Objects;

/**
 * The variant inputs that a request itself holds: fields (normalised), cookies and query parameters. Places and dimensions come
 * from whoever knows them.
 *
 * @param request the client's request
 * @param others asked for {@code GEO} and {@code DIMENSION}
 */
public record RequestInputs(RequestHead request, InputSource others) implements InputSource {

    public RequestInputs {
        Objects.requireNonNull(request);
        Objects.requireNonNull(others);
    }

    /** The inputs of a request for which nothing else is known. */
    public static RequestInputs of(RequestHead request) {
        return new RequestInputs(request, input -> "");
    }

    @Override
    public String value(VariantInput input) {
        return switch (input.kind()) {
            case HEADER -> header(request.headers(), input.name());
            case CODING -> AcceptEncoding.of(request.headers()).chosen(AcceptEncoding.codings(input.name()));
            case COOKIE -> cookie(request.headers(), input.name());
            case QUERY -> QueryText.value(request.target().query(), input.name());
            case GEO, DIMENSION -> others.value(input);
        };
    }

    static String header(Headers headers, String name) {
        List<String> lines = headers.all(NegotiatedInput.field(name));
        return lines.isEmpty()
                ? ""
                : NegotiatedInput.answer(name, lines).orElseGet(() -> InputNormaliser.normalise(name, lines));
    }

    static String cookie(Headers headers, String name) {
        return CookieField.keyed(headers, name);
    }
}
