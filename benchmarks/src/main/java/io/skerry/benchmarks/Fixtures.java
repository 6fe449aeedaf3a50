package io.skerry.benchmarks;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.CacheKeyFactory;
import io.skerry.cache.key.CacheKeyPolicy;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.message.TargetUri;
import io.skerry.cache.purge.PurgeCursor;
import io.skerry.cache.purge.PurgeJudge;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Requests and responses as a browser and an origin send them. */
public final class Fixtures {

    static final Instant NOW = Instant.parse("2026-09-28T10:15:40Z");
    static final String SITE = "shop";

    private static final long INCARNATION = 7;

    private Fixtures() {}

    static TargetUri uri(long number) {
        return new TargetUri(
                "https", "shop.example.com", "/assets/img/product-" + number + ".jpg", "dpr=2&utm_source=newsletter");
    }

    /** A GET with the fields that a current browser sends. */
    static RequestHead browserRequest(long number) {
        Headers headers = Headers.of(
                "Host",
                "shop.example.com",
                "User-Agent",
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Accept",
                "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
                "Accept-Language",
                "en-US,en;q=0.5",
                "Accept-Encoding",
                "gzip, deflate, br, zstd",
                "Referer",
                "https://shop.example.com/product/42",
                "Cookie",
                "session=0123456789abcdef; currency=EUR; visitor=42",
                "Sec-Fetch-Dest",
                "image",
                "Sec-Fetch-Mode",
                "no-cors",
                "Sec-Fetch-Site",
                "same-origin");
        return new RequestHead(Method.GET, uri(number), headers);
    }

    static CacheKey key(long number) {
        return CacheKeyFactory.key(SITE, uri(number), CacheKeyPolicy.standard(), Headers.empty())
                .key();
    }

    /** A cacheable image, ten seconds old at {@link #NOW}. */
    public static StoredHead head(long number, long lengthBytes) {
        Headers fields = Headers.of(
                "Date",
                "Mon, 28 Sep 2026 10:15:30 GMT",
                "Content-Type",
                "image/jpeg",
                "Content-Length",
                Long.toString(lengthBytes),
                "Cache-Control",
                "public, max-age=86400, stale-while-revalidate=60",
                "ETag",
                "\"5f3c-1\"",
                "Last-Modified",
                "Mon, 21 Sep 2026 08:00:00 GMT",
                "Cache-Tag",
                "product-" + number + ",images");
        Validators validators = new Validators(Optional.of("\"5f3c-1\""), Optional.of("Mon, 21 Sep 2026 08:00:00 GMT"));
        return new StoredHead(
                key(number),
                VariantKey.none(),
                SITE,
                uri(number),
                new ResponseHead(200, fields),
                NOW.minusSeconds(11),
                NOW.minusSeconds(10),
                Set.of("product-" + number, "images"),
                List.of(),
                List.of(),
                validators,
                validators,
                "identity",
                new BodyLayout.Whole(lengthBytes),
                new JournalStamp(INCARNATION, 0));
    }

    /** A purge log in which nothing was ever purged. */
    static PurgeJudge quietJudge() {
        return new PurgeJudge() {
            @Override
            public long incarnation() {
                return INCARNATION;
            }

            @Override
            public long publishedSeq() {
                return 0;
            }

            @Override
            public PurgeVerdict judge(StoredHead head, PurgeCursor cursor) {
                return PurgeVerdict.NOT;
            }
        };
    }
}
