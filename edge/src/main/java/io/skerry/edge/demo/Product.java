package io.skerry.edge.demo;

import io.skerry.edge.demo.photo.ProductPhoto;
import java.util.Arrays;
import java.util.Optional;

/** What the demo shop sells. Prices are not here: the price table is data of its own, see {@link PriceTable}. */
enum Product {
    LANTERN("lantern", "Storm lantern", "Brass, burns through any gale. Fits a berth hook.", ProductPhoto.LANTERN, 79),
    MUG("mug", "Enamel mug", "Chips with character. Half a litre.", ProductPhoto.MUG, 18),
    RING("ring", "Life ring", "Cork and canvas, painted by hand.", ProductPhoto.RING, 95),
    COMPASS("compass", "Pocket compass", "Points north. Has no other opinions.", ProductPhoto.COMPASS, 49),
    DINGHY("dinghy", "Model dinghy", "Larch on oak, cotton sails, 40 cm.", ProductPhoto.DINGHY, 129),
    LIGHTHOUSE("lighthouse", "Lighthouse print", "Signed, on heavy cotton paper.", ProductPhoto.LIGHTHOUSE, 35);

    private final String id;
    private final String title;
    private final String description;
    private final ProductPhoto photo;
    private final int euros;

    Product(String id, String title, String description, ProductPhoto photo, int euros) {
        this.id = id;
        this.title = title;
        this.description = description;
        this.photo = photo;
        this.euros = euros;
    }

    static Optional<Product> of(String id) {
        return Arrays.stream(values()).filter(product -> product.id.equals(id)).findFirst();
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    String description() {
        return description;
    }

    ProductPhoto photo() {
        return photo;
    }

    int euros() {
        return euros;
    }
}
