package io.skerry.edge.pipeline.slices;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKeyFactory;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.message.ByteSpan;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.ResponseHead;
import java.util.List;

/** The heads under which slices are stored: a 206 that no request can select, purged with the response it belongs to. Pure. */
final class SliceHeads {

    private SliceHeads() {}

    /**
     * The head of one slice.
     *
     * @param whole the response it belongs to
     * @param start where the purge journal stood before its own fetch began
     */
    static StoredHead of(StoredHead whole, long index, JournalStamp start) {
        if (!(whole.body() instanceof BodyLayout.Slices layout)) {
            throw new IllegalArgumentException("not kept in slices: " + whole.key());
        }
        ByteSpan span = layout.slice(index);
        Headers headers = Headers.of(
                "Content-Range",
                span.contentRange(layout.lengthBytes()),
                "ETag",
                whole.originValidators().entityTag().orElseThrow());
        return new StoredHead(
                CacheKeyFactory.slice(whole.key(), layout.id(), index),
                VariantKey.none(),
                whole.site(),
                whole.uri(),
                new ResponseHead(206, headers),
                whole.requestTime(),
                whole.responseTime(),
                whole.tags(),
                List.of(),
                List.of(),
                whole.originValidators(),
                whole.clientValidators(),
                whole.contentCoding(),
                new BodyLayout.Whole(span.lengthBytes()),
                start);
    }
}
