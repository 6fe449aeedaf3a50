package io.skerry.purgeapi;

import java.util.List;
import java.util.Objects;

/** What a purge request turned out to be. */
public sealed interface ParsedBody {

    /**
     * Well-formed.
     *
     * @param command what it asks for
     */
    record Parsed(PurgeCommand command) implements ParsedBody {
        public Parsed {
            Objects.requireNonNull(command);
        }
    }

    /**
     * Malformed (400).
     *
     * @param errors all that is wrong with it, in order, at least one
     */
    record Invalid(List<FieldError> errors) implements ParsedBody {
        public Invalid {
            errors = List.copyOf(errors);
        }
    }

    /**
     * Well-formed, but asking for what this node does not do (501).
     *
     * @param errors the members it does not support, at least one
     */
    record Unsupported(List<FieldError> errors) implements ParsedBody {
        public Unsupported {
            errors = List.copyOf(errors);
        }
    }
}
