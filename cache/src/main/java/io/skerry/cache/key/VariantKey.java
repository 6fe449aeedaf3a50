package io.skerry.cache.key;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The secondary key of a stored response (RFC 9111 4.1): the inputs that selected it and the values they had.
 *
 * @param inputs in a fixed order, without duplicates; empty when the response does not vary
 * @param values one for each input, normalised, empty for an absent one
 */
public record VariantKey(List<VariantInput> inputs, List<String> values) implements Comparable<VariantKey> {

    private static final Comparator<VariantInput> BY_INPUT =
            Comparator.comparing(VariantInput::kind).thenComparing(VariantInput::name);

    private static final VariantKey NONE = new VariantKey(List.of(), List.of());

    public VariantKey {
        inputs = List.copyOf(inputs);
        values = List.copyOf(values);
        if (inputs.size() != values.size()) {
            throw new IllegalArgumentException("one value for each input");
        }
    }

    /** The key of a response that does not vary. */
    public static VariantKey none() {
        return NONE;
    }

    /** The key that these inputs have for the current request. */
    public static VariantKey read(List<VariantInput> inputs, InputSource source) {
        if (inputs.isEmpty()) {
            return NONE;
        }
        List<String> values = new ArrayList<>(inputs.size());
        for (VariantInput input : inputs) {
            values.add(source.value(input));
        }
        return new VariantKey(inputs, values);
    }

    /** Whether the current request has the same value for every input. */
    public boolean selects(InputSource source) {
        for (int i = 0; i < inputs.size(); i++) {
            if (!values.get(i).equals(source.value(inputs.get(i)))) {
                return false;
            }
        }
        return true;
    }

    /** An order without a meaning, for the reason that {@link CacheKey} has one. */
    @Override
    public int compareTo(VariantKey other) {
        int result = Integer.compare(inputs.size(), other.inputs.size());
        for (int i = 0; result == 0 && i < inputs.size(); i++) {
            result = values.get(i).compareTo(other.values.get(i));
            result = result == 0 ? BY_INPUT.compare(inputs.get(i), other.inputs.get(i)) : result;
        }
        return result;
    }
}
