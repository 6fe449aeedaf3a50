package io.skerry.cache.store.disk;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.SnapshotVersion;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.message.TargetUri;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The fields of a {@link StoredHead} in a record, in the order of its components. A whole content's length is not among them. */
final class HeadCodec {

    private static final int WHOLE = 0;
    private static final int SLICES = 1;
    private static final int URI_TEXTS = 4;
    private static final int SNAPSHOT_TEXTS = 2;
    private static final int VALIDATORS = 2;
    private static final int INSTANT_BYTES = Long.BYTES + Integer.BYTES;
    private static final BodyLayout EMPTY = new BodyLayout.Whole(0);

    private HeadCodec() {}

    static void write(FieldWriter out, StoredHead head) {
        out.number(head.key().high());
        out.number(head.key().low());
        out.text(head.key().text());
        out.list(head.variant().inputs(), input -> writeInput(out, input));
        out.list(head.variant().values(), out::text);
        out.text(head.site());
        writeUri(out, head.uri());
        out.number(head.response().status());
        writeHeaders(out, head.response().headers());
        writeInstant(out, head.requestTime());
        writeInstant(out, head.responseTime());
        out.list(head.tags(), out::text);
        out.list(head.parents(), uri -> writeUri(out, uri));
        out.list(head.snapshots(), snapshot -> writeSnapshot(out, snapshot));
        writeValidators(out, head.originValidators());
        writeValidators(out, head.clientValidators());
        out.text(head.contentCoding());
        writeLayout(out, head.body());
        out.number(head.stamp().incarnation());
        out.number(head.stamp().seq());
        out.list(head.freshUntil().stream().toList(), instant -> writeInstant(out, instant));
    }

    static StoredHead read(FieldReader in, BodyLayout body) {
        return new StoredHead(
                new CacheKey(in.longNumber(), in.longNumber(), in.text()),
                new VariantKey(in.list(() -> readInput(in)), in.list(in::text)),
                in.text(),
                readUri(in),
                new ResponseHead(in.number(), readHeaders(in)),
                readInstant(in),
                readInstant(in),
                readTags(in),
                in.list(() -> readUri(in)),
                in.list(() -> readSnapshot(in)),
                readValidators(in),
                readValidators(in),
                in.text(),
                readLayout(in, body),
                new JournalStamp(in.longNumber(), in.longNumber()),
                readFirstInstant(in));
    }

    /** As {@link #read}, for the index: steps over what that has no use for, and checks that it ends where it should. */
    static RecordOutline outline(FieldReader in, long id, BodyPlace place) {
        long high = in.longNumber();
        long low = in.longNumber();
        in.skipText();
        List<VariantInput> inputs = in.list(() -> readInput(in));
        List<String> values = in.list(in::text);
        in.skipTexts(1 + URI_TEXTS);
        in.skip(Integer.BYTES);
        in.skipTexts(in.count());
        in.skip(2 * INSTANT_BYTES);
        in.skipTexts(in.count());
        in.skipTexts(URI_TEXTS * in.count());
        in.skipTexts(SNAPSHOT_TEXTS * in.count());
        for (int i = 0; i < 2 * VALIDATORS; i++) {
            in.skipOptionalText();
        }
        in.skipText();
        readLayout(in, EMPTY);
        JournalStamp stamp = new JournalStamp(in.longNumber(), in.longNumber());
        in.skip((long) INSTANT_BYTES * in.count());
        return new RecordOutline(
                id, high, low, inputs.isEmpty() ? VariantKey.none() : new VariantKey(inputs, values), place, stamp);
    }

    private static void writeLayout(FieldWriter out, BodyLayout body) {
        switch (body) {
            case BodyLayout.Whole whole -> out.number(WHOLE);
            case BodyLayout.Slices slices -> {
                out.number(SLICES);
                out.number(slices.lengthBytes());
                out.number(slices.sliceBytes());
                out.number(slices.id());
            }
        }
    }

    private static BodyLayout readLayout(FieldReader in, BodyLayout whole) {
        int kind = in.number();
        return switch (kind) {
            case WHOLE -> whole;
            case SLICES -> new BodyLayout.Slices(in.longNumber(), in.number(), in.longNumber());
            default -> throw new FieldReader.Malformed("layout " + kind);
        };
    }

    private static void writeInput(FieldWriter out, VariantInput input) {
        out.text(input.kind().name());
        out.text(input.name());
    }

    private static VariantInput readInput(FieldReader in) {
        return new VariantInput(VariantInput.Kind.valueOf(in.text()), in.text());
    }

    private static void writeUri(FieldWriter out, TargetUri uri) {
        out.text(uri.scheme());
        out.text(uri.authority());
        out.text(uri.path());
        out.text(uri.query());
    }

    private static TargetUri readUri(FieldReader in) {
        return new TargetUri(in.text(), in.text(), in.text(), in.text());
    }

    private static void writeHeaders(FieldWriter out, Headers headers) {
        List<String> lines = new ArrayList<>(2 * headers.size());
        for (int i = 0; i < headers.size(); i++) {
            lines.add(headers.name(i));
            lines.add(headers.value(i));
        }
        out.list(lines, out::text);
    }

    private static Headers readHeaders(FieldReader in) {
        return Headers.of(in.list(in::text).toArray(new String[0]));
    }

    private static void writeInstant(FieldWriter out, Instant instant) {
        out.number(instant.getEpochSecond());
        out.number(instant.getNano());
    }

    private static Set<String> readTags(FieldReader in) {
        List<String> tags = in.list(in::text);
        return tags.isEmpty() ? Set.of() : Set.copyOf(tags);
    }

    private static Optional<Instant> readFirstInstant(FieldReader in) {
        List<Instant> instants = in.list(() -> readInstant(in));
        return instants.isEmpty() ? Optional.empty() : Optional.of(instants.getFirst());
    }

    private static Instant readInstant(FieldReader in) {
        return Instant.ofEpochSecond(in.longNumber(), in.number());
    }

    private static void writeSnapshot(FieldWriter out, SnapshotVersion snapshot) {
        out.text(snapshot.name());
        out.text(snapshot.version());
    }

    private static SnapshotVersion readSnapshot(FieldReader in) {
        return new SnapshotVersion(in.text(), in.text());
    }

    private static void writeValidators(FieldWriter out, Validators validators) {
        out.optionalText(validators.entityTag());
        out.optionalText(validators.lastModified());
    }

    private static Validators readValidators(FieldReader in) {
        return new Validators(in.optionalText(), in.optionalText());
    }
}
