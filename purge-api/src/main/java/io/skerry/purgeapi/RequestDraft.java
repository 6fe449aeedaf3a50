package io.skerry.purgeapi;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.purgeapi.PurgeCommand.Action;
import io.skerry.purgeapi.PurgeCommand.How;
import io.skerry.purgeapi.delivery.PurgeReach;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the items and the errors of a request while it is read. Used by one thread. */
final class RequestDraft {

    /** A body of one million errors does not deserve an answer of as many. */
    private static final int MAX_ERRORS = 100;

    private final List<PurgeItem> items = new ArrayList<>();
    private final List<FieldError> errors = new ArrayList<>();
    private final List<FieldError> unsupported = new ArrayList<>();
    PurgeMode mode = PurgeMode.HARD;
    PurgeReach reach = PurgeReach.CLUSTER;
    Action action = Action.PURGE;
    Optional<String> site = Optional.empty();
    Optional<String> reason = Optional.empty();

    void item(PurgeItem item) {
        items.add(item);
    }

    int items() {
        return items.size();
    }

    void error(String pointer, String detail) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(new FieldError(pointer, detail));
        }
    }

    void unsupported(String pointer, String detail) {
        unsupported.add(new FieldError(pointer, detail));
    }

    /** The values of all {@code Fastly-Soft-Purge} lines. */
    void softField(List<String> lines) {
        for (String line : lines) {
            switch (line) {
                case "1" -> mode = PurgeMode.SOFT;
                case "0" -> mode = PurgeMode.HARD;
                default -> error(SurrogateKeys.SOFT_FIELD, "neither 1 nor 0");
            }
        }
    }

    boolean clean() {
        return errors.isEmpty() && unsupported.isEmpty();
    }

    ParsedBody finish() {
        if (clean() && items.isEmpty()) {
            error("", "nothing to purge: give at least one of files, tags, prefixes, hosts, or purge_everything: true");
        }
        if (!errors.isEmpty()) {
            return new ParsedBody.Invalid(errors);
        }
        if (!unsupported.isEmpty()) {
            return new ParsedBody.Unsupported(unsupported);
        }
        return new ParsedBody.Parsed(new PurgeCommand(items, new How(mode, reach, action), site, reason));
    }
}
