package io.skerry.edge.demo;

/**
 * The countries a visitor of the demo may pretend to come from. Their addresses are those reserved for documentation
 * (RFC 5737), so that no real visitor is ever mistaken.
 */
enum DemoCountry {
    DE("DE", "Germany", "203.0.113.0/25", "203.0.113.7", PriceTable.Currency.EUR),
    NO("NO", "Norway", "203.0.113.128/25", "203.0.113.201", PriceTable.Currency.NOK),
    US("US", "United States", "198.51.100.0/25", "198.51.100.7", PriceTable.Currency.USD),
    JP("JP", "Japan", "198.51.100.128/25", "198.51.100.201", PriceTable.Currency.JPY),
    GB("GB", "United Kingdom", "192.0.2.0/25", "192.0.2.7", PriceTable.Currency.GBP),
    CH("CH", "Switzerland", "192.0.2.128/25", "192.0.2.201", PriceTable.Currency.CHF);

    private final String code;
    private final String title;
    private final String range;
    private final String sampleAddress;
    private final PriceTable.Currency currency;

    DemoCountry(String code, String title, String range, String sampleAddress, PriceTable.Currency currency) {
        this.code = code;
        this.title = title;
        this.range = range;
        this.sampleAddress = sampleAddress;
        this.currency = currency;
    }

    /** ISO 3166-1 alpha-2. */
    String code() {
        return code;
    }

    String title() {
        return title;
    }

    /** The addresses that the demo's country database places here, in CIDR notation. */
    String range() {
        return range;
    }

    /** One address of the range, for the page to pretend with. */
    String sampleAddress() {
        return sampleAddress;
    }

    PriceTable.Currency currency() {
        return currency;
    }
}
