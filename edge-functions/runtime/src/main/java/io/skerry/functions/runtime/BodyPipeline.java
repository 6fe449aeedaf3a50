package io.skerry.functions.runtime;

import io.skerry.functions.api.Body;
import io.skerry.functions.api.BodyTransform;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The transforms of a body, joined into one: pushes the source's bytes through all of them.
 *
 * <p>Serves one response; called by one thread at a time. An exception of a transform passes through: the caller breaks
 * the response off and does not store it.
 */
public final class BodyPipeline implements BodyTransform {

    private final Body source;
    private final List<BodyTransform> transforms;

    private BodyPipeline(Body source, List<BodyTransform> transforms) {
        this.source = source;
        this.transforms = transforms;
    }

    /**
     * Takes a body apart.
     *
     * @param body as functions left it
     * @return fresh transforms for one response
     */
    public static BodyPipeline of(Body body) {
        List<BodyTransform> transforms = new ArrayList<>();
        Body source = body;
        while (source instanceof Body.Transformed transformed) {
            transforms.addFirst(transformed.transform().get());
            source = transformed.source();
        }
        return new BodyPipeline(source, List.copyOf(transforms));
    }

    /**
     * What is to be pushed in.
     *
     * @return {@link Body.Empty}, {@link Body.Whole} or {@link Body.Upstream}
     */
    public Body source() {
        return source;
    }

    /**
     * Whether there is anything to do.
     *
     * @return true when bytes come out as they go in, and their number is known beforehand
     */
    public boolean isIdentity() {
        return transforms.isEmpty();
    }

    @Override
    public void accept(ByteBuffer chunk, Consumer<ByteBuffer> out) {
        push(0, chunk, out);
    }

    @Override
    public void finish(Consumer<ByteBuffer> out) {
        for (int i = 0; i < transforms.size(); i++) {
            int next = i + 1;
            transforms.get(i).finish(rest -> push(next, rest, out));
        }
    }

    private void push(int index, ByteBuffer chunk, Consumer<ByteBuffer> out) {
        if (index == transforms.size()) {
            out.accept(chunk);
            return;
        }
        transforms.get(index).accept(chunk, changed -> push(index + 1, changed, out));
    }

    /** Pushes a whole source through. */
    byte[] apply(byte[] bytes) {
        if (isIdentity()) {
            return bytes;
        }
        ByteArrayOutputStream result = new ByteArrayOutputStream(bytes.length);
        Consumer<ByteBuffer> collect = chunk -> {
            byte[] copy = new byte[chunk.remaining()];
            chunk.get(copy);
            result.writeBytes(copy);
        };
        accept(ByteBuffer.wrap(bytes).asReadOnlyBuffer(), collect);
        finish(collect);
        return result.toByteArray();
    }
}
