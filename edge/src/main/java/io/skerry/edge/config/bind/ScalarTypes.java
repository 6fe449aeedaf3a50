package io.skerry.edge.config.bind;

import io.skerry.edge.config.bind.ScalarType.Json;
import io.skerry.edge.config.model.AbsolutePath;
import io.skerry.edge.config.model.Address;
import io.skerry.edge.config.model.Cidr;
import io.skerry.edge.config.model.ClusterSettings;
import io.skerry.edge.config.model.CookieName;
import io.skerry.edge.config.model.FieldName;
import io.skerry.edge.config.model.FieldValue;
import io.skerry.edge.config.model.ListenHost;
import io.skerry.edge.config.model.MethodName;
import io.skerry.edge.config.model.OriginUrl;
import io.skerry.edge.config.model.Percentage;
import io.skerry.edge.config.model.Rate;
import io.skerry.edge.config.model.RedisUrl;
import io.skerry.edge.config.model.StatusPattern;
import io.skerry.edge.routing.HostPattern;
import io.skerry.edge.routing.PathPattern;
import io.skerry.edge.routing.Template;
import io.skerry.functions.api.DataSize;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The single values a file may hold, by Java type. */
final class ScalarTypes {

    private static final String SIZE_PATTERN = "^[0-9]{1,15}(\\.[0-9]{1,6})? ?([KMGT]i?)?B$";
    private static final Json ANY_TEXT = new Json.Text();

    private final Map<Class<?>, ScalarType> types = new HashMap<>();

    /** The types; a relative path starts at this folder. */
    ScalarTypes(Path folder) {
        types.put(Path.class, new ScalarType("a path", "a path", ANY_TEXT, text -> path(folder, text)));
        addPrimitives();
        addTimes();
        addAmounts();
        addAddresses();
        addServers();
        addHttp();
    }

    /** The type for a Java class, if it is a single value. */
    Optional<ScalarType> find(Class<?> type) {
        return Optional.ofNullable(types.get(type)).or(() -> ParsedType.of(type));
    }

    private void addPrimitives() {
        types.put(String.class, new ScalarType("a text", "a text", ANY_TEXT, text -> text));
        ScalarType whole = new ScalarType("a whole number", "a whole number", new Json.Whole(), Integer::valueOf);
        ScalarType big = new ScalarType("a whole number", "a whole number", new Json.Whole(), Long::valueOf);
        ScalarType number = new ScalarType("a number", "a number", new Json.Decimal(), Double::valueOf);
        ScalarType truth = new ScalarType(
                "a truth value", "true or false", new Json.Truth(), ScalarTypes::truth, ScalarTypes::meant);
        types.put(int.class, whole);
        types.put(Integer.class, whole);
        types.put(long.class, big);
        types.put(Long.class, big);
        types.put(double.class, number);
        types.put(Double.class, number);
        types.put(boolean.class, truth);
        types.put(Boolean.class, truth);
    }

    private void addTimes() {
        Json duration = new Json.Pattern(DurationText.PATTERN);
        types.put(
                Duration.class,
                new ScalarType(
                        "a duration", DurationText.EXPECTED, duration, DurationText::parse, DurationText::correction));
        types.put(
                ClusterSettings.Lease.class,
                new ScalarType(
                        "a lease",
                        "a duration of at least 1s (10s), or off",
                        new Json.Pattern(
                                "^(off|" + DurationText.PATTERN.substring(1, DurationText.PATTERN.length() - 1) + ")$"),
                        ScalarTypes::lease));
    }

    private void addAmounts() {
        types.put(
                DataSize.class,
                new ScalarType(
                        "a size",
                        "a number with a unit: 32KB, 20MB, 4GB (powers of 1000) or KiB, MiB, GiB (powers of 1024)",
                        new Json.Pattern(SIZE_PATTERN),
                        ScalarTypes::size,
                        ScalarTypes::sizeMeant));
        types.put(
                Percentage.class,
                new ScalarType(
                        "a percentage",
                        "a number from 0 to 100 with a percent sign: 5%",
                        new Json.Pattern("^[0-9]{1,3}(\\.[0-9]{1,6})? ?%$"),
                        quiet(Percentage::parse)));
        types.put(
                Rate.class,
                new ScalarType(
                        "a rate",
                        "a number for each second, minute or hour: 20/s, 600/m, 5/h",
                        new Json.Pattern("^[0-9]{1,12}(\\.[0-9]{1,6})? ?/[smh]$"),
                        quiet(Rate::parse)));
        types.put(
                Currency.class,
                new ScalarType(
                        "a currency",
                        "an ISO 4217 code: USD, EUR",
                        new Json.Pattern("^[A-Z]{3}$"),
                        quiet(Currency::getInstance)));
    }

    private void addAddresses() {
        types.put(
                Address.class,
                new ScalarType(
                        "an address",
                        "host:port, such as 127.0.0.1:9090",
                        new Json.Pattern("^.+:[0-9]{1,5}$"),
                        quiet(Address::parse)));
        types.put(
                ListenHost.class,
                new ScalarType(
                        "an interface",
                        "an address such as 0.0.0.0, without a port",
                        ANY_TEXT,
                        quiet(ListenHost::new)));
        types.put(
                Cidr.class,
                new ScalarType(
                        "a range of addresses",
                        "10.0.0.0/8, 2001:db8::/32 or one address",
                        new Json.Pattern("^" + Cidr.PATTERN + "$"),
                        Cidr::parse));
    }

    private void addServers() {
        types.put(
                OriginUrl.class,
                new ScalarType(
                        "the URL of a server",
                        "scheme, host and port: http://127.0.0.1:9000",
                        new Json.Pattern("^https?://[^/?#@]+/?$"),
                        OriginUrl::parse));
        types.put(
                RedisUrl.class,
                new ScalarType(
                        "the URL of a Redis server",
                        "redis://host:6379, with user and password where the server wants them",
                        new Json.Pattern("^redis://[^/?#]+(/[0-9]{0,4})?$"),
                        RedisUrl::parse));
        types.put(
                ClusterSettings.NodeName.class,
                new ScalarType(
                        "the name of a node",
                        "letters, digits, dots, hyphens and underscores: edge-1",
                        new Json.Pattern("^[A-Za-z0-9._-]{1,128}$"),
                        ClusterSettings.NodeName::new));
        types.put(
                URI.class,
                new ScalarType("a URL", "an absolute URL: https://example.com/data.json", ANY_TEXT, ScalarTypes::url));
    }

    private void addHttp() {
        types.put(
                HostPattern.class,
                new ScalarType(
                        "a host", "a name such as shop.example.com, *.example.com or *", ANY_TEXT, HostPattern::parse));
        types.put(
                PathPattern.class,
                new ScalarType(
                        "a path pattern",
                        "/exact, /below/**, /image/{size}/{file} or /rest/{name...}",
                        new Json.Pattern("^/"),
                        PathPattern::parse));
        types.put(
                Template.class,
                new ScalarType("a template", "a text with {name} for captures of the path", ANY_TEXT, Template::parse));
        types.put(
                AbsolutePath.class,
                new ScalarType(
                        "a path",
                        "a path that starts with \"/\"",
                        new Json.Pattern("^/[^?#*{} ]*$"),
                        AbsolutePath::new));
        types.put(
                MethodName.class,
                new ScalarType(
                        "a method",
                        "a method in capitals: GET",
                        new Json.Pattern("^[A-Z-]{1,30}$"),
                        quiet(MethodName::new),
                        ScalarTypes::upper));
        types.put(
                StatusPattern.class,
                new ScalarType(
                        "a status",
                        "a status (404) or a class of them (5xx)",
                        new Json.Pattern("^[1-5]([0-9]{2}|xx)$"),
                        quiet(StatusPattern::parse)));
        types.put(
                FieldName.class,
                new ScalarType(
                        "a field name",
                        "the name of a header field",
                        new Json.Pattern("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$"),
                        FieldName::new));
        types.put(
                CookieName.class,
                new ScalarType(
                        "a cookie's name",
                        "the name of a cookie, as the Cookie field has it",
                        new Json.Pattern("^[!#-+\\--:<>-~]+$"),
                        CookieName::new));
        types.put(
                FieldValue.class,
                new ScalarType("a field value", "the value of a header field", ANY_TEXT, FieldValue::new));
    }

    /** A parser whose refusals say no more than what is expected anyway. */
    private static ScalarType.Parser quiet(ScalarType.Parser parser) {
        return text -> {
            try {
                return parser.parse(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("", e);
            }
        };
    }

    private static Path path(Path folder, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a path is not empty");
        }
        // InvalidPathException is an IllegalArgumentException.
        return folder.resolve(text).toAbsolutePath().normalize();
    }

    private static Object lease(String text) {
        return new ClusterSettings.Lease(text.equals("off") ? Optional.empty() : Optional.of(DurationText.parse(text)));
    }

    private static Object url(String text) {
        URI uri = URI.create(text);
        if (!uri.isAbsolute()) {
            throw new IllegalArgumentException("it has no scheme");
        }
        return uri;
    }

    private static Object truth(String text) {
        return switch (text) {
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static Optional<String> meant(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (List.of("yes", "on", "y", "1").contains(lower)) {
            return Optional.of("true");
        }
        return List.of("no", "off", "n", "0").contains(lower) ? Optional.of("false") : Optional.empty();
    }

    private static Object size(String text) {
        try {
            return DataSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    text.matches(SIZE_PATTERN) ? "too large, or no whole number of bytes" : "", e);
        }
    }

    private static Optional<String> sizeMeant(String text) {
        int digits = Digits.leading(text);
        String unit = text.substring(digits).strip().toUpperCase(Locale.ROOT);
        boolean missesOnlyCase = List.of("KB", "MB", "GB", "TB", "B").contains(unit);
        boolean missesOnlyB = List.of("K", "M", "G", "T").contains(unit);
        if (digits == 0 || (!missesOnlyCase && !missesOnlyB)) {
            return Optional.empty();
        }
        return Optional.of(text.substring(0, digits) + unit + (missesOnlyB ? "B" : ""));
    }

    private static Optional<String> upper(String text) {
        boolean letters = !text.isEmpty() && text.chars().allMatch(Character::isLetter);
        return letters ? Optional.of(text.toUpperCase(Locale.ROOT)) : Optional.empty();
    }
}
