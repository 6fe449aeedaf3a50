package io.skerry.functions.runtime;

import io.skerry.cache.key.VariantInput;
import io.skerry.functions.api.EdgeRequest;
import java.util.Locale;
import java.util.Optional;

/** The request as cached phases see it: what is read becomes an input of the response, unless the cache key holds it. */
record TrackedRequest(ExchangeInputs inputs, InputRecorder recorder) implements EdgeRequest {

    @Override
    public String method() {
        return inputs.request().method();
    }

    @Override
    public String scheme() {
        return inputs.request().scheme();
    }

    @Override
    public String host() {
        if (!inputs.isHostKeyed()) {
            recorder.refuse("a function read the host, and the site's hosts share what is stored");
        }
        return inputs.request().host();
    }

    @Override
    public String path() {
        return inputs.request().path();
    }

    @Override
    public Optional<String> header(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("cookie") || lower.equals("authorization")) {
            recorder.refuse("a function read " + name + " whole");
        } else {
            record(new VariantInput(VariantInput.Kind.HEADER, lower));
        }
        return inputs.request().header(name);
    }

    @Override
    public Optional<String> cookie(String name) {
        record(new VariantInput(VariantInput.Kind.COOKIE, name));
        return inputs.request().cookie(name);
    }

    @Override
    public Optional<String> queryParameter(String name) {
        record(new VariantInput(VariantInput.Kind.QUERY, name));
        return inputs.request().queryParameter(name);
    }

    private void record(VariantInput input) {
        recorder.requireOpen();
        if (!inputs.isKeyed(input)) {
            recorder.input(input);
        }
    }
}
