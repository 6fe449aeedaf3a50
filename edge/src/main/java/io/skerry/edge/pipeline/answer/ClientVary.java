package io.skerry.edge.pipeline.answer;

import io.skerry.cache.key.VariantInput;
import io.skerry.cache.message.FieldList;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.VaryField;
import java.util.ArrayList;
import java.util.List;

/**
 * What caches in front of the edge are told of what shaped a stored response (RFC 9110 12.5.5): the fields that its origin names, and
 * those that functions read while it was made. A place or a dimension cannot be named. Pure.
 */
final class ClientVary {

    private ClientVary() {}

    /** These fields with a Vary that names every request field among the inputs. */
    static Headers told(Headers headers, List<VariantInput> inputs) {
        if (inputs.isEmpty()) {
            return headers;
        }
        List<String> missing = VaryField.missing(
                headers,
                inputs.stream().flatMap(input -> input.field().stream()).toList());
        if (missing.isEmpty()) {
            return headers;
        }
        List<String> named = new ArrayList<>(FieldList.members(headers.all(VaryField.NAME)));
        named.addAll(missing);
        return headers.with(VaryField.NAME, String.join(", ", named));
    }
}
