package io.skerry.edge.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The price table as the function {@code geo-price} reads it: who pays in what, and what a thing costs in each. */
final class PriceTable {
    private PriceTable() {}

    /** The document served at {@code /data/prices.json}. */
    static Map<String, Object> document() {
        Map<String, String> countries = new LinkedHashMap<>();
        for (DemoCountry country : DemoCountry.values()) {
            countries.put(country.code(), country.currency().name());
        }
        Map<String, Object> prices = new LinkedHashMap<>();
        for (Product product : Product.values()) {
            Map<String, BigDecimal> amounts = new LinkedHashMap<>();
            for (Currency currency : Currency.values()) {
                amounts.put(currency.name(), currency.of(product.euros()));
            }
            prices.put(product.id(), amounts);
        }
        Map<String, String> locales = new LinkedHashMap<>();
        for (Currency currency : Currency.values()) {
            locales.put(currency.name(), currency.locale);
        }
        return Map.of("countries", countries, "locales", locales, "prices", prices);
    }

    /** The currencies of the demo, each with a rate of its own making: no market was asked. */
    enum Currency {
        EUR("1", 2, "de-DE"),
        USD("1.10", 2, "en-US"),
        GBP("0.85", 2, "en-GB"),
        NOK("11.60", 0, "nb-NO"),
        CHF("0.95", 2, "de-CH"),
        JPY("165", 0, "ja-JP");

        private final BigDecimal perEuro;
        private final int decimals;
        private final String locale;

        Currency(String perEuro, int decimals, String locale) {
            this.perEuro = new BigDecimal(perEuro);
            this.decimals = decimals;
            this.locale = locale;
        }

        BigDecimal of(int euros) {
            return perEuro.multiply(BigDecimal.valueOf(euros)).setScale(decimals, RoundingMode.HALF_UP);
        }
    }
}
