package io.skerry.functions.builtin;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which country pays in which currency, and what each product costs in each. Read from JSON:
 *
 * <pre>{@code
 * {
 *   "countries": { "DE": "EUR", "FR": "EUR", "GB": "GBP" },
 *   "locales":   { "EUR": "de-DE" },
 *   "prices":    { "17": { "EUR": 12.99, "GBP": 11.49, "USD": "from $9" } }
 * }
 * }</pre>
 *
 * <p>{@code locales} is optional and says how numbers of a currency are written (the default is {@code en-US}); a price
 * that is a text is shown as it is.
 *
 * @param countries currency by country, both in upper case
 * @param prices text by currency by product
 */
record PriceTable(Map<String, String> countries, Map<String, Map<String, String>> prices) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_DIGITS = 30;

    PriceTable {
        countries = Map.copyOf(countries);
        prices = Map.copyOf(prices);
    }

    static PriceTable parse(byte[] json) {
        JsonNode root = JSON.readTree(json);
        requireObject(root, "the table");
        Map<String, String> countries = new HashMap<>();
        requireObject(root.path("countries"), "countries")
                .properties()
                .forEach(country -> countries.put(
                        country.getKey().toUpperCase(Locale.ROOT),
                        currency(country.getValue().asString())));
        Map<String, Map<String, String>> prices = new HashMap<>();
        requireObject(root.path("prices"), "prices")
                .properties()
                .forEach(product -> prices.put(product.getKey(), texts(product, root.path("locales"))));
        return new PriceTable(countries, prices);
    }

    /** The currency of a country, empty when the table does not name it. */
    Optional<String> currencyOf(String country) {
        return Optional.ofNullable(countries.get(country));
    }

    /** What a product costs, in the fallback currency where it has no price in the wanted one. */
    Optional<String> price(String product, String currency, String fallback) {
        Map<String, String> texts = prices.getOrDefault(product, Map.of());
        String text = texts.get(currency);
        return Optional.ofNullable(text == null ? texts.get(fallback) : text);
    }

    private static Map<String, String> texts(Map.Entry<String, JsonNode> product, JsonNode locales) {
        Map<String, String> texts = new HashMap<>();
        requireObject(product.getValue(), "prices." + product.getKey())
                .properties()
                .forEach(price -> texts.put(price.getKey(), text(currency(price.getKey()), price.getValue(), locales)));
        return Map.copyOf(texts);
    }

    private static String text(String currency, JsonNode price, JsonNode locales) {
        if (price.isString()) {
            return price.asString();
        }
        if (!price.isNumber()) {
            throw new IllegalArgumentException("a price is a number or a text, not " + price);
        }
        BigDecimal number = price.decimalValue();
        if (number.precision() - (long) number.scale() > MOST_DIGITS) {
            // Written out, 1e999999999 would take all of the node's memory.
            throw new IllegalArgumentException("a price has at most " + MOST_DIGITS + " digits, not " + price);
        }
        Locale locale = Locale.forLanguageTag(locales.path(currency).asString("en-US"));
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        Currency unit = Currency.getInstance(currency);
        format.setCurrency(unit);
        format.setMinimumFractionDigits(unit.getDefaultFractionDigits());
        format.setMaximumFractionDigits(unit.getDefaultFractionDigits());
        return format.format(number);
    }

    /** Checks a code of ISO 4217. */
    static String currency(String code) {
        try {
            return Currency.getInstance(code).getCurrencyCode();
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("expected a currency such as USD, not \"" + code + "\"", unknown);
        }
    }

    private static JsonNode requireObject(JsonNode node, String name) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(name + ": expected a JSON object");
        }
        return node;
    }
}
