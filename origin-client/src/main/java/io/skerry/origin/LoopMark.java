package io.skerry.origin;

import io.skerry.cache.message.Headers;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * This node's member of {@code CDN-Loop} (RFC 8586), by which it knows requests that come back to it: a name that an origin's target has
 * leads to the node itself, say.
 *
 * <p>It stands behind what came, on every request to an origin, and nothing that came is changed. A request that carries it has passed
 * here before, which a site may mean that has another one of the same node for its origin: so a few times are no loop yet. Pure.
 */
public final class LoopMark {

    /** Of requests; never of responses. */
    public static final String FIELD = "CDN-Loop";

    /** How often a request may have been here before: of one more, nobody could say what for. */
    private static final int PASSES = 3;

    private final String id;
    private final String member;

    private LoopMark(String id) {
        this.id = id;
        this.member = "skerry; node=" + id;
    }

    /**
     * The mark of a node.
     *
     * @param id a token that no other node has, nor any text of another meaning: 16 random hexadecimal digits, say; no secret
     */
    public static LoopMark of(String id) {
        return new LoopMark(Objects.requireNonNull(id));
    }

    /** Whether a request with these fields has passed this node before: what it waits for here may wait for it. */
    public boolean passed(Headers request) {
        return request.contains(FIELD) && passes(request) > 0;
    }

    /** Whether a request with these fields came back too often to ever arrive anywhere else. */
    public boolean loops(Headers request) {
        return request.contains(FIELD) && passes(request) > PASSES;
    }

    /**
     * The fields of a request to an origin with this mark, behind what came.
     *
     * @param fields of the request, with whatever {@code CDN-Loop}
     * @param received the fields of the request that it is made for
     */
    public Headers on(Headers fields, Headers received) {
        Optional<String> came = received.joined(FIELD).filter(value -> !value.isBlank());
        if (came.isEmpty() && !fields.contains(FIELD)) {
            return fields.followedBy(FIELD, member);
        }
        return fields.with(FIELD, came.map(value -> value + ", " + member).orElse(member));
    }

    // Looked for as text: a quoted string that a client does not end takes all members behind it, and others may write
    // the parameter otherwise than it was sent.
    private int passes(Headers request) {
        int passes = 0;
        List<String> lines = request.all(FIELD);
        for (String line : lines) {
            for (int at = line.indexOf(id); at >= 0; at = line.indexOf(id, at + id.length())) {
                passes++;
            }
        }
        return passes;
    }
}
