package io.skerry.cache.freshness;

import io.skerry.cache.directive.DeltaSeconds;
import io.skerry.cache.message.FieldList;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.HttpDate;
import java.time.Duration;
import java.time.Instant;

/** The age of a stored response (RFC 9111 4.2.3), one method for each of the RFC's names. No age is ever negative. */
public final class AgeCalculator {

    private AgeCalculator() {}

    /** {@code age_value}: the first member of the first Age line (RFC 9111 5.1); zero for an absent or invalid one. */
    public static Duration ageValue(Headers headers) {
        String line = headers.first("Age").orElse("");
        String first = FieldList.trim(line, 0, FieldList.endOfMember(line, 0, ','));
        return Duration.ofSeconds(DeltaSeconds.parse(first).orElse(0));
    }

    /** {@code date_value}: the Date field; the time of reception where there is none, or an invalid one. */
    public static Instant dateValue(Headers headers, Instant responseTime) {
        return headers.first("Date")
                .flatMap(date -> HttpDate.parse(date, responseTime))
                .orElse(responseTime);
    }

    /**
     * {@code apparent_age = max(0, response_time - date_value)}, in whole seconds: Date has no fractions, and the second that it
     * cut off is no age.
     */
    public static Duration apparentAge(Instant dateValue, Instant responseTime) {
        long seconds = Duration.between(dateValue, responseTime).toSeconds();
        return Duration.ofSeconds(Math.max(0, seconds));
    }

    /** {@code response_delay = response_time - request_time}. */
    public static Duration responseDelay(Instant requestTime, Instant responseTime) {
        return notNegative(Duration.between(requestTime, responseTime));
    }

    /** {@code corrected_age_value = age_value + response_delay}. */
    public static Duration correctedAgeValue(Duration ageValue, Duration responseDelay) {
        return ageValue.plus(responseDelay);
    }

    /** {@code corrected_initial_age = max(apparent_age, corrected_age_value)}. */
    public static Duration correctedInitialAge(Duration apparentAge, Duration correctedAgeValue) {
        return apparentAge.compareTo(correctedAgeValue) > 0 ? apparentAge : correctedAgeValue;
    }

    /** {@code resident_time = now - response_time}. */
    public static Duration residentTime(Instant responseTime, Instant now) {
        return notNegative(Duration.between(responseTime, now));
    }

    /** {@code current_age = corrected_initial_age + resident_time}. */
    public static Duration currentAge(Duration correctedInitialAge, Duration residentTime) {
        return correctedInitialAge.plus(residentTime);
    }

    /** The corrected initial age of a response, from its fields and times. */
    public static Duration correctedInitialAge(Headers headers, Instant requestTime, Instant responseTime) {
        return correctedInitialAge(
                apparentAge(dateValue(headers, responseTime), responseTime),
                correctedAgeValue(ageValue(headers), responseDelay(requestTime, responseTime)));
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
