package io.skerry.functions.builtin;

import io.skerry.functions.api.Default;
import io.skerry.functions.api.Description;
import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Function;
import io.skerry.functions.api.FunctionContext;
import io.skerry.functions.api.Key;
import io.skerry.functions.api.Outcome;
import io.skerry.functions.api.Required;
import io.skerry.functions.api.Snapshot;
import io.skerry.functions.api.Source;
import io.skerry.functions.api.TextRewrite;
import java.util.Optional;

/**
 * {@code geo-price}: writes prices in the visitor's currency into pages and JSON, wherever <code>{{price:ID}}</code> stands.
 *
 * <p>190 countries become as many variants as there are currencies. The stored pages carry the purge tag {@code
 * price-table}, and a new table makes them unusable by itself. A product without a price becomes empty text.
 */
@Function("geo-price")
public final class GeoPrice implements EdgeFunction {

    private static final String CURRENCY = "currency";
    private static final String VERSION = "geo-price 3 ";

    /**
     * Settings.
     *
     * @param table where the prices are
     * @param fallback the currency of all other countries
     */
    public record Settings(
            @Description("Where the price table is (JSON: countries, prices, optionally locales).") @Required
            Source table,

            @Description("Currency of countries that the table does not name (ISO 4217).")
            @Key("default")
            @Default("USD")
            String fallback) {

        /** Refuses an unknown currency. */
        public Settings {
            try {
                fallback = PriceTable.currency(fallback);
            } catch (IllegalArgumentException unknown) {
                throw new IllegalArgumentException("default: " + unknown.getMessage(), unknown);
            }
        }
    }

    private String fallback;
    private Snapshot<PriceTable> table;

    @Override
    public void start(FunctionContext context) {
        Settings settings = context.settings(Settings.class);
        fallback = settings.fallback();
        table = context.snapshot(settings.table(), PriceTable::parse);
    }

    @Override
    public Outcome onRequest(EdgeRequest request, Exchange exchange) {
        Optional<String> country = exchange.geo().country();
        exchange.dimension(
                CURRENCY,
                exchange.read(table)
                        .flatMap(prices -> country.flatMap(prices.value()::currencyOf))
                        .orElse(fallback));
        return Outcome.next();
    }

    @Override
    public Outcome onOriginResponse(EdgeResponse response, Exchange exchange) {
        if (!response.isText() || response.status() == 206) {
            return Outcome.next();
        }
        if (response.isCoded()) {
            throw new IllegalStateException("the origin compressed a text although it was not asked to");
        }
        String currency = exchange.dimension(CURRENCY);
        Snapshot.Version<PriceTable> prices =
                exchange.read(table).orElseThrow(() -> new IllegalStateException("the price table was never loaded"));
        TextEscape escape = TextEscape.of(response);
        exchange.tag("price-table");
        return Outcome.respond(response.transformed(
                TextRewrite.between(
                        "{{price:",
                        "}}",
                        response.charset(),
                        product -> Optional.of(escape.apply(
                                prices.value()
                                        .price(product.strip(), currency, fallback)
                                        .orElse(""),
                                response.charset()))),
                VERSION + currency + ' ' + fallback + ' ' + prices.version()));
    }
}
