package io.skerry.cache.purge.record;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.invalidation.PurgeSelector.QueryMatch;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.message.TargetUri;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The bytes of journal records, version 2: length and CRC-32C of the payload, then the payload. Numbers are big-endian, texts
 * UTF-8 after their length.
 */
public final class RecordCodec {

    /** Length and checksum. */
    public static final int FRAME_BYTES = 8;

    /** A larger record is refused when written and counts as damage when read. */
    public static final int MAX_PAYLOAD_BYTES = 8 << 20;

    private static final int KIND_PURGE = 1;
    private static final int KIND_MARK = 2;

    private RecordCodec() {}

    /** The framed bytes of a record. */
    public static byte[] encode(PurgeRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(0);
            switch (record) {
                case PurgeRecord.Purge purge -> writePurge(out, purge);
                case PurgeRecord.Mark mark -> {
                    out.writeByte(KIND_MARK);
                    out.writeLong(mark.number());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        byte[] framed = bytes.toByteArray();
        int length = framed.length - FRAME_BYTES;
        ByteBuffer.wrap(framed).putInt(length).putInt(checksum(ByteBuffer.wrap(framed, FRAME_BYTES, length)));
        return framed;
    }

    private static void writePurge(DataOutputStream out, PurgeRecord.Purge purge) throws IOException {
        out.writeByte(KIND_PURGE);
        out.writeLong(purge.number());
        out.writeByte(purge.scope().code());
        out.writeLong(purge.epochMillis());
        writeOrder(out, purge.order());
    }

    /** The bytes of an order, without frame and number: what goes into the cluster's log. */
    static byte[] encodeOrder(PeerPurge order) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writeOrder(out, order);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void writeOrder(DataOutputStream out, PeerPurge order) throws IOException {
        out.writeLong(order.id().high());
        out.writeLong(order.id().low());
        writeText(out, order.mode().token());
        out.writeInt(order.selectors().size());
        for (PurgeSelector selector : order.selectors()) {
            writeSelector(out, selector);
        }
    }

    private static void writeSelector(DataOutputStream out, PurgeSelector selector) throws IOException {
        SelectorKind kind = SelectorKind.of(selector);
        out.writeByte(kind.code());
        // Site names are never empty.
        writeText(out, selector.site().orElse(""));
        switch (selector) {
            case PurgeSelector.Url url -> writeUri(out, url.uri());
            case PurgeSelector.UrlVariant variant -> {
                writeUri(out, variant.url().uri());
                writeFields(out, variant.fields());
            }
            case PurgeSelector.Tag tag -> writeText(out, tag.tag());
            case PurgeSelector.Prefix prefix -> {
                writeText(out, prefix.host());
                writeText(out, prefix.path());
            }
            case PurgeSelector.Host host -> writeText(out, host.host());
            case PurgeSelector.Everything everything -> {}
        }
    }

    private static void writeUri(DataOutputStream out, TargetUri uri) throws IOException {
        writeText(out, uri.scheme());
        writeText(out, uri.authority());
        writeText(out, uri.path());
        writeText(out, uri.query());
    }

    private static void writeFields(DataOutputStream out, VariantKey fields) throws IOException {
        out.writeInt(fields.inputs().size());
        for (int i = 0; i < fields.inputs().size(); i++) {
            writeText(out, fields.inputs().get(i).name());
            writeText(out, fields.values().get(i));
        }
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** The CRC-32C of the remaining bytes, which it consumes. */
    public static int checksum(ByteBuffer payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
    }

    /**
     * The record of a payload whose checksum was right.
     *
     * @throws JournalDamaged if it is no record of this version
     */
    public static PurgeRecord decode(ByteBuffer payload) throws JournalDamaged {
        try {
            PurgeRecord record = read(payload);
            if (payload.hasRemaining()) {
                throw new JournalDamaged("record " + record.number() + " is longer than its content");
            }
            return record;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new JournalDamaged("a record cannot be read: " + e);
        }
    }

    private static PurgeRecord read(ByteBuffer in) {
        int kind = in.get();
        long number = in.getLong();
        return switch (kind) {
            case KIND_PURGE -> readPurge(in, number);
            case KIND_MARK -> new PurgeRecord.Mark(number);
            default -> throw new IllegalArgumentException("unknown kind " + kind);
        };
    }

    private static PurgeRecord readPurge(ByteBuffer in, long number) {
        PurgeScope scope = PurgeScope.of(in.get());
        long epochMillis = in.getLong();
        PeerPurge order = readOrder(in);
        return new PurgeRecord.Purge(number, order.id(), scope, epochMillis, order.mode(), order.selectors());
    }

    /**
     * The order of bytes made by {@link #encodeOrder}.
     *
     * @throws JournalDamaged if they are none of this version
     */
    static PeerPurge decodeOrder(ByteBuffer in) throws JournalDamaged {
        try {
            PeerPurge order = readOrder(in);
            if (in.hasRemaining()) {
                throw new JournalDamaged("order " + order.id() + " is longer than its content");
            }
            return order;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new JournalDamaged("a purge cannot be read: " + e);
        }
    }

    private static PeerPurge readOrder(ByteBuffer in) {
        PurgeId id = new PurgeId(in.getLong(), in.getLong());
        PurgeMode mode = PurgeMode.of(readText(in)).orElseThrow(() -> new IllegalArgumentException("unknown mode"));
        int count = in.getInt();
        List<PurgeSelector> selectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            selectors.add(readSelector(in));
        }
        return new PeerPurge(id, mode, selectors);
    }

    private static PurgeSelector readSelector(ByteBuffer in) {
        SelectorKind kind = SelectorKind.of(in.get());
        Optional<String> site = Optional.of(readText(in)).filter(name -> !name.isEmpty());
        return switch (kind) {
            case URL -> new PurgeSelector.Url(readUri(in), QueryMatch.EXACT, site);
            case URL_ANY_QUERY -> new PurgeSelector.Url(readUri(in), QueryMatch.IGNORED, site);
            case URL_VARIANT ->
                new PurgeSelector.UrlVariant(
                        new PurgeSelector.Url(readUri(in), QueryMatch.EXACT, site), readFields(in));
            case URL_VARIANT_ANY_QUERY ->
                new PurgeSelector.UrlVariant(
                        new PurgeSelector.Url(readUri(in), QueryMatch.IGNORED, site), readFields(in));
            case TAG -> new PurgeSelector.Tag(readText(in), site);
            case PREFIX -> new PurgeSelector.Prefix(readText(in), readText(in), site);
            case HOST -> new PurgeSelector.Host(readText(in), site);
            case EVERYTHING -> new PurgeSelector.Everything(site);
        };
    }

    private static TargetUri readUri(ByteBuffer in) {
        return new TargetUri(readText(in), readText(in), readText(in), readText(in));
    }

    private static VariantKey readFields(ByteBuffer in) {
        int count = in.getInt();
        List<VariantInput> inputs = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            inputs.add(new VariantInput(VariantInput.Kind.HEADER, readText(in)));
            values.add(readText(in));
        }
        return new VariantKey(inputs, values);
    }

    private static String readText(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a text of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A selector's kind on disk. */
    private enum SelectorKind {
        URL(1),
        URL_ANY_QUERY(2),
        TAG(3),
        PREFIX(4),
        HOST(5),
        EVERYTHING(6),
        URL_VARIANT(7),
        URL_VARIANT_ANY_QUERY(8);

        private final int code;

        SelectorKind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static SelectorKind of(PurgeSelector selector) {
            return switch (selector) {
                case PurgeSelector.Url url -> url.queryMatch() == QueryMatch.EXACT ? URL : URL_ANY_QUERY;
                case PurgeSelector.UrlVariant variant ->
                    variant.url().queryMatch() == QueryMatch.EXACT ? URL_VARIANT : URL_VARIANT_ANY_QUERY;
                case PurgeSelector.Tag tag -> TAG;
                case PurgeSelector.Prefix prefix -> PREFIX;
                case PurgeSelector.Host host -> HOST;
                case PurgeSelector.Everything everything -> EVERYTHING;
            };
        }

        static SelectorKind of(int code) {
            for (SelectorKind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("unknown selector " + code);
        }
    }
}
