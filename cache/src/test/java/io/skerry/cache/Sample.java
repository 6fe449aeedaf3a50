package io.skerry.cache;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.Candidate;
import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.key.CacheKeyFactory;
import io.skerry.cache.key.CacheKeyPolicy;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.HttpDate;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.message.TargetUri;
import io.skerry.cache.policy.CachePolicy;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Requests and stored responses for tests: one URL, one site, all received at {@link #T0}. */
public final class Sample {

    /** When everything was requested, dated and received. */
    public static final Instant T0 = Instant.parse("2026-06-01T12:00:00Z");

    public static final TargetUri URI = new TargetUri("https", "shop.example.com", "/product/42", "");

    /** Client directives have an effect. */
    public static final CachePolicy HEEDING = CachePolicy.named("heeding")
            .trait(CachePolicy.Trait.CLIENT_REVALIDATE)
            .build();

    private Sample() {}

    /** So many seconds after {@link #T0}. */
    public static Instant after(long seconds) {
        return T0.plusSeconds(seconds);
    }

    /** The HTTP-date of so many seconds after {@link #T0}. */
    public static String date(long seconds) {
        return HttpDate.format(after(seconds));
    }

    public static RequestHead get(String... fields) {
        return request(Method.GET, fields);
    }

    public static RequestHead request(Method method, String... fields) {
        return new RequestHead(method, URI, Headers.of(fields));
    }

    /** A response with this status, these fields and a Date of {@link #T0}. */
    public static ResponseHead response(int status, String... fields) {
        return new ResponseHead(
                status, Headers.of(fields).toBuilder().add("Date", date(0)).build());
    }

    /** A stored 200 with these fields. */
    public static StoredHead stored(String... fields) {
        return stored(response(200, fields));
    }

    public static StoredHead stored(ResponseHead response) {
        return stored(response, URI, Set.of(), List.of());
    }

    public static StoredHead stored(ResponseHead response, TargetUri uri, Set<String> tags, List<TargetUri> parents) {
        Validators validators = Validators.of(response.headers(), T0);
        return new StoredHead(
                CacheKeyFactory.key("shop", uri, CacheKeyPolicy.standard(), Headers.empty())
                        .key(),
                VariantKey.none(),
                "shop",
                uri,
                response,
                T0,
                T0,
                tags,
                parents,
                List.of(),
                validators,
                validators,
                "identity",
                new BodyLayout.Whole(100),
                new JournalStamp(1, 0));
    }

    public static Candidate.Selected selected(PurgeVerdict verdict, String... fields) {
        return new Candidate.Selected(stored(fields), verdict, Candidate.SnapshotState.CURRENT);
    }
}
