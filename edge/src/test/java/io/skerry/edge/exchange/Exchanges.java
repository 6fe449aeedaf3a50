package io.skerry.edge.exchange;

import io.skerry.edge.exchange.ExchangeRecord.CacheOutcome;
import io.skerry.edge.exchange.ExchangeRecord.Ending;
import io.skerry.edge.exchange.ExchangeRecord.OriginPart;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Makes exchange records: a plain hit, changed where a test says so. */
public final class Exchanges {

    private String target = "/assets/app.css?v=2";
    private String userAgent = "curl/8";
    private String site = "shop";
    private String route = "assets";
    private int status = 200;
    private CacheOutcome outcome = CacheOutcome.HIT_HOT;
    private String reason = "";
    private Optional<OriginPart> origin = Optional.empty();
    private Ending ending = Ending.COMPLETE;

    private Exchanges() {}

    /** A hit of 1,234 bytes in 1.5 ms on site {@code shop}, route {@code assets}. */
    public static Exchanges hit() {
        return new Exchanges();
    }

    public Exchanges target(String value) {
        target = value;
        return this;
    }

    public Exchanges userAgent(String value) {
        userAgent = value;
        return this;
    }

    public Exchanges at(String siteName, String routeName) {
        site = siteName;
        route = routeName;
        return this;
    }

    public Exchanges status(int value) {
        status = value;
        return this;
    }

    public Exchanges outcome(CacheOutcome value, String why) {
        outcome = value;
        reason = why;
        return this;
    }

    public Exchanges origin(String name, Optional<Integer> originStatus) {
        origin = Optional.of(new OriginPart(name, "http://127.0.0.1:9000", originStatus, Duration.ofMillis(200)));
        return this;
    }

    public Exchanges unanswered(String name, String failure) {
        origin = Optional.of(OriginPart.unanswered(name, failure));
        return this;
    }

    public Exchanges ending(Ending value) {
        ending = value;
        return this;
    }

    public ExchangeRecord build() {
        return new ExchangeRecord(
                "req-1",
                Instant.parse("2026-09-28T10:15:30.123456Z"),
                Duration.ofNanos(1_500_000),
                "192.0.2.7",
                "http/1.1",
                "GET",
                "shop.example.com",
                target,
                Optional.of(userAgent),
                Optional.of(site),
                Optional.of(route),
                status,
                1234,
                0,
                outcome,
                reason,
                origin,
                ending);
    }
}
