package io.skerry.cache.status;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** This cache's member of {@code Cache-Status} (RFC 9211): how one response was obtained. */
public sealed interface CacheStatus {

    /** The field's name. */
    String FIELD = "Cache-Status";

    /** The name under which this cache speaks of itself. */
    String CACHE_NAME = "Skerry";

    /** The member as a field value. */
    String value();

    /** The same with the cache key, for policies that show it. */
    CacheStatus withKey(String newKey);

    /** The same without a detail, for policies that hide it. */
    CacheStatus withoutDetail();

    /** The field value of a fresh hit without further parameters: what most responses carry. */
    static String hit(long ttlSeconds) {
        return CACHE_NAME + "; hit; ttl=" + ttlSeconds;
    }

    /**
     * Answered from the store without going forward.
     *
     * @param ttlSeconds remaining freshness, negative when stale
     * @param detail a token such as {@code stale-while-revalidate}
     * @param key the cache key, where the policy shows it
     */
    record Hit(long ttlSeconds, Optional<String> detail, Optional<String> key) implements CacheStatus {
        public Hit {
            Objects.requireNonNull(detail);
            Objects.requireNonNull(key);
        }

        /** A hit of which nothing else is to be said. */
        public static Hit fresh(long ttlSeconds) {
            return new Hit(ttlSeconds, Optional.empty(), Optional.empty());
        }

        @Override
        public Hit withKey(String newKey) {
            return new Hit(ttlSeconds, detail, Optional.of(newKey));
        }

        @Override
        public Hit withoutDetail() {
            return new Hit(ttlSeconds, Optional.empty(), key);
        }

        @Override
        public String value() {
            StringBuilder text = new StringBuilder(64)
                    .append(CACHE_NAME)
                    .append("; hit; ttl=")
                    .append(ttlSeconds);
            return Parameters.tail(text, key, detail);
        }
    }

    /**
     * Forwarded to the origin.
     *
     * @param reason why
     * @param status what the origin answered, where it differs from what the client gets or none came
     * @param ttlSeconds remaining freshness of what the client gets
     * @param storage whether the origin's answer was stored
     * @param collapse whether the request waited for another's
     * @param detail a token such as {@code no-store}
     * @param key the cache key, where the policy shows it
     */
    record Forwarded(
            ForwardReason reason,
            OptionalInt status,
            OptionalLong ttlSeconds,
            Storage storage,
            Collapse collapse,
            Optional<String> detail,
            Optional<String> key)
            implements CacheStatus {
        public Forwarded {
            Objects.requireNonNull(reason);
            Objects.requireNonNull(status);
            Objects.requireNonNull(ttlSeconds);
            Objects.requireNonNull(storage);
            Objects.requireNonNull(collapse);
            Objects.requireNonNull(detail);
            Objects.requireNonNull(key);
        }

        /** Forwarded for a reason; the rest is not known yet. */
        public static Forwarded because(ForwardReason reason) {
            return new Forwarded(
                    reason,
                    OptionalInt.empty(),
                    OptionalLong.empty(),
                    Storage.NOT_STORED,
                    Collapse.ALONE,
                    Optional.empty(),
                    Optional.empty());
        }

        /** With the origin's status. */
        public Forwarded withStatus(int newStatus) {
            return new Forwarded(reason, OptionalInt.of(newStatus), ttlSeconds, storage, collapse, detail, key);
        }

        /** With the remaining freshness. */
        public Forwarded withTtl(long seconds) {
            return new Forwarded(reason, status, OptionalLong.of(seconds), storage, collapse, detail, key);
        }

        /** With what became of it in the store. */
        public Forwarded withStorage(Storage newStorage) {
            return new Forwarded(reason, status, ttlSeconds, newStorage, collapse, detail, key);
        }

        /** With whether the request waited for another's. */
        public Forwarded withCollapse(Collapse newCollapse) {
            return new Forwarded(reason, status, ttlSeconds, storage, newCollapse, detail, key);
        }

        /** With a detail, a token. */
        public Forwarded withDetail(String newDetail) {
            return new Forwarded(reason, status, ttlSeconds, storage, collapse, Optional.of(newDetail), key);
        }

        @Override
        public Forwarded withKey(String newKey) {
            return new Forwarded(reason, status, ttlSeconds, storage, collapse, detail, Optional.of(newKey));
        }

        @Override
        public Forwarded withoutDetail() {
            return new Forwarded(reason, status, ttlSeconds, storage, collapse, Optional.empty(), key);
        }

        @Override
        public String value() {
            StringBuilder text =
                    new StringBuilder(96).append(CACHE_NAME).append("; fwd=").append(reason.token());
            if (status.isPresent()) {
                text.append("; fwd-status=").append(status.getAsInt());
            }
            if (ttlSeconds.isPresent()) {
                text.append("; ttl=").append(ttlSeconds.getAsLong());
            }
            if (storage == Storage.STORED) {
                text.append("; stored");
            }
            if (collapse == Collapse.COLLAPSED) {
                text.append("; collapsed");
            }
            return Parameters.tail(text, key, detail);
        }
    }

    /**
     * Neither found nor forwarded: the edge made the answer itself (an error, a redirect, a fixed response, a function's). RFC 9211
     * 2: every parameter is optional.
     *
     * @param detail a token such as {@code no-route}
     * @param key the cache key, where the policy shows it
     */
    record Made(Optional<String> detail, Optional<String> key) implements CacheStatus {
        public Made {
            Objects.requireNonNull(detail);
            Objects.requireNonNull(key);
        }

        /** An answer made for a reason. */
        public static Made because(String detail) {
            return new Made(Optional.of(detail), Optional.empty());
        }

        @Override
        public Made withKey(String newKey) {
            return new Made(detail, Optional.of(newKey));
        }

        @Override
        public Made withoutDetail() {
            return new Made(Optional.empty(), key);
        }

        @Override
        public String value() {
            return Parameters.tail(new StringBuilder(48).append(CACHE_NAME), key, detail);
        }
    }

    /** What became of a response in the store. */
    enum Storage {
        STORED,
        NOT_STORED
    }

    /** Whether a request went forward itself. */
    enum Collapse {
        ALONE,
        COLLAPSED
    }
}
