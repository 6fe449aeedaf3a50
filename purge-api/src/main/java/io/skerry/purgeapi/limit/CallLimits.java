package io.skerry.purgeapi.limit;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The buckets of all callers: one for each token that the node knows, and one for each address from which wrong ones come; all of an IPv6
 * network of 64 bits, which is what one subscriber has, count as one. Any thread.
 *
 * <p>A right token is never refused because of wrong ones from the same address: that would let anybody behind it lock the operator
 * out.
 */
public final class CallLimits {

    /** More addresses than these are not kept apart: the one that was silent longest starts anew. */
    private static final int MAX_ADDRESSES = 10_000;

    private static final int NETWORK_BYTES = 8;

    private final Allowance known;
    private final Allowance unknown;
    private final LongSupplier nanoTime;
    private final ConcurrentHashMap<Object, TokenBucket> tokens = new ConcurrentHashMap<>();
    private final Map<String, TokenBucket> addresses = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    /**
     * Full buckets.
     *
     * @param known what each token may
     * @param unknown how many wrong tokens an address may show before they are not even told apart
     * @param nanoTime a ticker
     */
    public CallLimits(Allowance known, Allowance unknown, LongSupplier nanoTime) {
        this.known = Objects.requireNonNull(known);
        this.unknown = Objects.requireNonNull(unknown);
        this.nanoTime = Objects.requireNonNull(nanoTime);
    }

    /**
     * Counts a call of a known token.
     *
     * @param token one of the few that the node knows; a value with equality
     */
    public Grant ofToken(Object token) {
        long now = nanoTime.getAsLong();
        return tokens.computeIfAbsent(token, first -> new TokenBucket(known, now))
                .take(now);
    }

    /** Counts a call from this address that showed no known token. */
    public Grant ofStranger(String address) {
        long now = nanoTime.getAsLong();
        TokenBucket bucket;
        synchronized (addresses) {
            bucket = addresses.computeIfAbsent(stranger(address), first -> new TokenBucket(unknown, now));
        }
        return bucket.take(now);
    }

    private static String stranger(String address) {
        byte[] bytes;
        try {
            bytes = InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return address;
        }
        return bytes.length <= NETWORK_BYTES ? address : HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES);
    }
}
