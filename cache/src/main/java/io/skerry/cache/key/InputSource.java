package io.skerry.cache.key;

/** The current request's values for variant inputs. Called on the request's event loop; must not block. */
@FunctionalInterface
public interface InputSource {

    /** The normalised value of the input, empty when the request has none. */
    String value(VariantInput input);
}
