package io.skerry.edge.pipeline.functions;

import io.skerry.cache.key.RequestInputs;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.message.CookieField;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.functions.api.Body;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Translates between the messages of the cache and those that authors of functions see. */
public final class FunctionViews {

    private FunctionViews() {}

    /** A response as functions see it. */
    public static EdgeResponse response(ResponseHead head, Body body) {
        return new EdgeResponse(head.status(), fields(head.headers()), body);
    }

    /** The head of a response that functions made or changed. */
    public static ResponseHead head(EdgeResponse response) {
        return new ResponseHead(response.status(), headers(response.fields()));
    }

    /** Header fields as functions see them. */
    public static Fields fields(Headers headers) {
        List<Fields.Line> lines = new ArrayList<>(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            lines.add(new Fields.Line(headers.name(i), headers.value(i)));
        }
        return new Fields(lines);
    }

    private static Headers headers(Fields fields) {
        Headers.Builder headers = Headers.builder();
        fields.lines().forEach(line -> headers.add(line.name(), line.value()));
        return headers.build();
    }

    /** A request as functions see it; records nothing. */
    record Request(RequestHead head) implements EdgeRequest {
        @Override
        public String method() {
            return head.method().name();
        }

        @Override
        public String scheme() {
            return head.target().scheme();
        }

        @Override
        public String host() {
            return head.target().authority();
        }

        @Override
        public String path() {
            return head.target().path();
        }

        @Override
        public Optional<String> header(String name) {
            return given(head.headers().joined(name));
        }

        @Override
        public Optional<String> cookie(String name) {
            return given(CookieField.value(head.headers(), name));
        }

        @Override
        public Optional<String> queryParameter(String name) {
            return given(Optional.of(RequestInputs.of(head).value(new VariantInput(VariantInput.Kind.QUERY, name))));
        }

        /** Variants do not tell an empty value from none, so that what a function makes of them must not either. */
        private static Optional<String> given(Optional<String> value) {
            return value.filter(text -> !text.isEmpty());
        }
    }
}
