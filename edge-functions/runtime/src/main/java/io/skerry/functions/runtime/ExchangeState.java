package io.skerry.functions.runtime;

import io.skerry.cache.key.InputSource;
import io.skerry.cache.key.VariantInput;
import io.skerry.functions.runtime.geo.GeoPlace;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the functions of a route share while they work on one request: published dimensions and the recording of what the
 * response is made from. One per request and route; a rewritten request gets a new one. Used on the request's event loop.
 */
public final class ExchangeState implements InputSource {

    private static final int NOBODY = -1;

    private final ExchangeInputs inputs;
    private final Map<String, String> dimensions = new LinkedHashMap<>(4);
    private final InputRecorder recorder = new InputRecorder();
    private @Nullable GeoPlace place;
    private int answeredBy = NOBODY;
    private @Nullable FunctionFailure skipped;
    /** Read by functions that work on other threads as well. */
    private volatile @Nullable String validated;

    /**
     * The state of a request at its beginning.
     *
     * @param inputs the request as the edge sees it
     */
    public ExchangeState(ExchangeInputs inputs) {
        this.inputs = Objects.requireNonNull(inputs, "inputs");
    }

    /**
     * The same request, answered once more: with the published dimensions, and nothing recorded yet.
     *
     * @return for a validation in the background
     */
    public ExchangeState again() {
        ExchangeState again = new ExchangeState(inputs);
        again.dimensions.putAll(dimensions);
        again.place = place;
        return again;
    }

    /**
     * The request's value for an input, for selecting a stored variant. Records nothing.
     *
     * @param input one that a stored response was recorded with
     * @return empty text when the request has none
     */
    @Override
    public String value(VariantInput input) {
        return switch (input.kind()) {
            case HEADER -> inputs.request().header(input.name()).orElse("");
            case CODING -> throw new IllegalStateException("functions record no coding");
            case COOKIE -> inputs.request().cookie(input.name()).orElse("");
            case QUERY -> inputs.request().queryParameter(input.name()).orElse("");
            case GEO -> geoValue(input.name());
            case DIMENSION -> dimensions.getOrDefault(input.name(), "");
        };
    }

    /**
     * Ends the recording, when the head of the response is handed on, before any follower sees it and before it is stored.
     * A second call gives the same.
     *
     * @return everything that storing and reusing the response depend on
     */
    public Derivation seal() {
        return recorder.seal();
    }

    /**
     * Says what the next answer of functions may confirm in place of making it again.
     *
     * @param entityTag of the stored response that is to be validated; empty when there is none
     */
    public void validates(Optional<String> entityTag) {
        validated = entityTag.orElse(null);
    }

    /**
     * Takes what was recorded for an answer that confirms what is stored; for the answer that may have to follow, recording begins anew.
     *
     * @return what the confirmation rests on
     */
    public Derivation confirmed() {
        return recorder.take();
    }

    /**
     * Whether functions have fetched or declared sources so far.
     *
     * @return true for a response that is made from others
     */
    public boolean hasSources() {
        return recorder.hasParents();
    }

    /**
     * What functions have published so far.
     *
     * @return by name, in the order published
     */
    public Map<String, String> dimensions() {
        return Collections.unmodifiableMap(dimensions);
    }

    /**
     * The last failure after which the request went on without the function.
     *
     * @return why a route on which only functions answer may have no answer
     */
    public Optional<FunctionFailure> skipped() {
        return Optional.ofNullable(skipped);
    }

    @Nullable
    String validated() {
        return validated;
    }

    void skipped(FunctionFailure failure) {
        skipped = failure;
    }

    ExchangeInputs inputs() {
        return inputs;
    }

    InputRecorder recorder() {
        return recorder;
    }

    GeoPlace place() {
        GeoPlace known = place;
        if (known == null) {
            known = inputs.place();
            place = known;
        }
        return known;
    }

    void publish(String name, String value) {
        dimensions.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    }

    @Nullable
    String dimension(String name) {
        return dimensions.get(name);
    }

    int answeredBy() {
        return answeredBy;
    }

    void answeredBy(int position) {
        answeredBy = position;
    }

    private String geoValue(String name) {
        for (GeoField field : GeoField.values()) {
            if (field.token().equals(name)) {
                return field.of(place());
            }
        }
        return "";
    }
}
