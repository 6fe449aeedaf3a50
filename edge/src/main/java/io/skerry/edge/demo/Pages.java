package io.skerry.edge.demo;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The shop's HTML. Prices stand in it as <code>{{price:mug}}</code>: the edge puts in the visitor's own. Templates are
 * our own files, whose slots such as {@code [[title]]} and {@code [[asset:shop.css]]} are filled here.
 */
final class Pages {
    private static final Pattern SLOT = Pattern.compile("\\[\\[([a-z0-9.:-]+)]]");

    private final String home;
    private final Function<Product, String> products;

    Pages(DemoAssets assets) {
        Map<String, String> slots = new HashMap<>(assets.slots());
        String card = DemoAssets.text("card.html");
        slots.put("cards", forEach(product -> filled(card, slotsOf(product))));
        home = filled(DemoAssets.text("home.html"), slots);
        String page = DemoAssets.text("product.html");
        products = product -> {
            Map<String, String> own = new HashMap<>(slots);
            own.putAll(slotsOf(product));
            return filled(page, own);
        };
    }

    String home() {
        return home;
    }

    String of(Product product) {
        return products.apply(product);
    }

    /** All prices, for the page to put on its cards. */
    String prices() {
        return forEach(product -> "<li data-product=\"%1$s\">%2$s: <b>{{price:%1$s}}</b></li>\n"
                .formatted(product.id(), product.title()));
    }

    private static Map<String, String> slotsOf(Product product) {
        return Map.of(
                "id", product.id(),
                "title", product.title(),
                "description", product.description(),
                "photo", product.photo().fileName());
    }

    private static String forEach(Function<Product, String> text) {
        return Arrays.stream(Product.values()).map(text).collect(Collectors.joining());
    }

    private static String filled(String template, Map<String, String> slots) {
        return SLOT.matcher(template).replaceAll(found -> {
            String value = slots.get(found.group(1));
            if (value == null) {
                throw new IllegalStateException("a template has a slot that nothing fills: " + found.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
