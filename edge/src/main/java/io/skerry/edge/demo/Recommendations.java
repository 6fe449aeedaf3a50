package io.skerry.edge.demo;

import java.util.List;
import java.util.Map;

/** What the shop recommends to whom: data for the function {@code recommendations}, and the origin's own plain answer. */
final class Recommendations {
    private static final List<Product> EVERYBODY = List.of(Product.LANTERN, Product.COMPASS, Product.MUG);

    private Recommendations() {}

    /** The document served at {@code /data/recommendations.json}: a list for everybody, and some countries' own. */
    static Map<String, Object> document() {
        return Map.of(
                "default", listed(EVERYBODY),
                "segments",
                        Map.of(
                                "NO", listed(List.of(Product.DINGHY, Product.LANTERN, Product.RING)),
                                "JP", listed(List.of(Product.LIGHTHOUSE, Product.MUG, Product.COMPASS))));
    }

    /** The answer without an edge function: the same for everybody, in the shape the function answers in. */
    static Map<String, Object> plainAnswer() {
        return Map.of("segment", "default", "products", listed(EVERYBODY));
    }

    private static List<Map<String, String>> listed(List<Product> products) {
        return products.stream()
                .map(product -> Map.of("id", product.id(), "name", product.title(), "url", "/product/" + product.id()))
                .toList();
    }
}
