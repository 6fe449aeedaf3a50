package io.skerry.cache.freshness;

import io.skerry.cache.directive.Directive;
import io.skerry.cache.directive.TargetedCacheControl;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.HttpDate;
import io.skerry.cache.policy.CachePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that {@link StoredFreshness} looked at, in the order of RFC 9111 4.2: the fields, the age, the lifetime, the stale
 * windows. For people; it decides nothing. The numbers come from the same calculators.
 */
public final class FreshnessInputs {

    private static final String POLICY = "policy ";

    private final StoredFreshness freshness;
    private final StoredHead head;
    private final Headers headers;
    private final CachePolicy policy;
    private final List<FreshnessInput> inputs = new ArrayList<>(24);

    private FreshnessInputs(StoredFreshness freshness) {
        this.freshness = freshness;
        this.head = freshness.head();
        this.headers = head.response().headers();
        this.policy = freshness.policy().forUrl(head.uri());
    }

    /** The inputs of a stored response at a moment. */
    public static List<FreshnessInput> of(StoredFreshness freshness, Instant now) {
        FreshnessInputs inputs = new FreshnessInputs(freshness);
        inputs.fields();
        inputs.age(now);
        inputs.lifetime();
        inputs.staleWindows();
        return List.copyOf(inputs.inputs);
    }

    private void fields() {
        boolean targeted = false;
        for (String field : policy.targetList()) {
            Optional<String> value = headers.joined(field);
            if (value.isPresent()) {
                boolean valid = TargetedCacheControl.parse(value.get()).isPresent();
                add(
                        "directives",
                        field + (valid && !targeted ? "" : valid ? ", not the first" : ", not valid: ignored"),
                        value.get());
                targeted |= valid;
            }
        }
        String replaced = targeted ? ", replaced by the targeted field (RFC 9213 2.2)" : "";
        field("Cache-Control", "directives", replaced);
        field("Expires", "expires_value", replaced);
        field("Last-Modified", "last_modified", "");
        if (!headers.contains("Last-Modified")) {
            head.originValidators()
                    .lastModified()
                    .ifPresent(value -> add("last_modified", "Last-Modified of what functions changed", value));
        }
        field("Date", "date", "");
        field("Age", "age", "");
        if (!freshness.directives().toString().isEmpty()) {
            add(
                    "directives in force",
                    targeted ? "targeted field" : "Cache-Control",
                    freshness.directives().toString());
        }
    }

    private void field(String name, String as, String note) {
        headers.joined(name).ifPresent(value -> add(as, name + note, value));
    }

    private void age(Instant now) {
        Instant date = AgeCalculator.dateValue(headers, head.responseTime());
        Duration ageValue = AgeCalculator.ageValue(headers);
        Duration apparent = AgeCalculator.apparentAge(date, head.responseTime());
        Duration delay = AgeCalculator.responseDelay(head.requestTime(), head.responseTime());
        Duration initial =
                AgeCalculator.correctedInitialAge(apparent, AgeCalculator.correctedAgeValue(ageValue, delay));
        boolean dated = headers.first("Date")
                .flatMap(text -> HttpDate.parse(text, head.responseTime()))
                .isPresent();
        add("request_time", "clock", head.requestTime().toString());
        add("response_time", "clock", head.responseTime().toString());
        add("now", "clock", now.toString());
        add("date_value", dated ? "Date" : "response_time: no valid Date", date.toString());
        add("age_value", headers.contains("Age") ? "Age" : "no Age", seconds(ageValue));
        add("apparent_age", "max(0, response_time - date_value)", seconds(apparent));
        add("response_delay", "response_time - request_time", seconds(delay));
        add("corrected_initial_age", "max(apparent_age, age_value + response_delay)", seconds(initial));
        add("resident_time", "now - response_time", seconds(AgeCalculator.residentTime(head.responseTime(), now)));
        add(
                "current_age",
                "corrected_initial_age + resident_time",
                seconds(Duration.ofMillis(freshness.ageMillis(now))));
    }

    private void lifetime() {
        FreshnessLifetime lifetime = freshness.lifetime();
        add("freshness_lifetime", source(lifetime.source()), seconds(lifetime.duration()));
        head.freshUntil().ifPresent(end -> add("fresh_until", "the responses it was made from", end.toString()));
        if (freshness.alwaysValidated()) {
            add("always validated", "no-cache", "yes");
        }
    }

    private String source(LifetimeSource source) {
        return switch (source) {
            case TARGETED, S_MAXAGE, MAX_AGE, EXPIRES, HEURISTIC, NONE -> source.token();
            case POLICY_TTL, POLICY_STATUS, POLICY_DEFAULT, POLICY_MIN, POLICY_MAX ->
                POLICY + policy.name() + ": " + source.token();
        };
    }

    private void staleWindows() {
        window("stale-while-revalidate", Directive.STALE_WHILE_REVALIDATE, freshness.whileRevalidate());
        window("stale-if-error", Directive.STALE_IF_ERROR, freshness.ifError());
        freshness.prohibition().ifPresent(prohibition -> add("never stale", prohibition.token(), "yes"));
    }

    private void window(String name, Directive directive, Duration window) {
        String from = freshness.directives().has(directive)
                ? "directive"
                : freshness.forAnybody() ? POLICY + policy.name() : "never fresh, and not public";
        add(name, from, seconds(window));
    }

    private void add(String name, String from, String value) {
        inputs.add(new FreshnessInput(name, from, value));
    }

    private static String seconds(Duration duration) {
        long millis = duration.toMillis() % 1000;
        String whole = Long.toString(duration.toSeconds());
        return millis == 0
                ? whole + " s"
                : whole + "." + String.valueOf(1000 + millis).substring(1) + " s";
    }
}
