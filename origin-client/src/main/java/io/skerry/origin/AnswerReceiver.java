package io.skerry.origin;

import io.skerry.cache.message.Headers;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;

/**
 * Who asked on an {@link OriginConnection}, and is told what comes of it.
 *
 * <p>Called on the connection's event loop, in the receiver's context. After {@link #failed}, or after the receiver has
 * {@linkplain OriginConnection#reset reset} the connection, it is told nothing more.
 */
interface AnswerReceiver {

    /** In which it is told. */
    Context context();

    /** An interim response (RFC 9110 15.2) came; any number of them, before the head. */
    void interim(Interim interim);

    /**
     * The head of the answer came; once.
     *
     * @param fields all of them, as received
     */
    void head(int status, Headers fields);

    /** A part of the content came, which is the connection's again when this returns. */
    void content(Buffer bytes);

    /** All of the answer has come. The connection is the receiver's no longer, unless its request has not ended. */
    void arrived();

    /** What was read at once has been told. */
    void readEnded();

    /** The connection takes content of the request again. */
    void writable();

    /** The connection broke, or what came is no answer; the connection is closed. */
    void failed(OriginFailure failure);
}
