package io.skerry.origin;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What the exceptions of Vert.x and Netty mean. The one place of this package that knows their types. */
final class FailureCause {

    private FailureCause() {}

    /** Why no connection to the target was to be had. */
    static OriginFailure whileConnecting(OriginTarget target, Throwable cause) {
        return failure(connecting(cause), target, cause);
    }

    /** Why an exchange over an open connection broke. */
    static OriginFailure underWay(OriginTarget target, Throwable cause) {
        return failure(underWay(cause), target, cause);
    }

    /** What should not exist broke it off. Of nothing but strings: it may have been a class that could not be loaded. */
    static OriginFailure defect(OriginTarget target, Throwable thrown) {
        return new OriginFailure(OriginFailure.Kind.DEFECT, target + ": " + thrown);
    }

    private static OriginFailure.Kind connecting(Throwable cause) {
        if (among(cause, CertificateException.class)) {
            return OriginFailure.Kind.TLS_CERTIFICATE;
        }
        if (among(cause, ConnectTimeoutException.class) || among(cause, SslHandshakeTimeoutException.class)) {
            return OriginFailure.Kind.CONNECT_TIMEOUT;
        }
        if (among(cause, SSLException.class)) {
            return OriginFailure.Kind.TLS;
        }
        if (among(cause, UnknownHostException.class)) {
            return OriginFailure.Kind.NAME_UNRESOLVED;
        }
        return among(cause, ConnectException.class)
                ? OriginFailure.Kind.CONNECT_REFUSED
                : OriginFailure.Kind.CONNECT_FAILED;
    }

    private static OriginFailure.Kind underWay(Throwable cause) {
        if (among(cause, TooLongFrameException.class)) {
            return OriginFailure.Kind.HEAD_TOO_LARGE;
        }
        if (among(cause, PrematureChannelClosureException.class)) {
            return OriginFailure.Kind.RESET;
        }
        if (cause instanceof IOException) {
            return OriginFailure.Kind.RESET;
        }
        return among(cause, DecoderException.class) || cause instanceof RuntimeException
                ? OriginFailure.Kind.PROTOCOL_ERROR
                : OriginFailure.Kind.RESET;
    }

    private static OriginFailure failure(OriginFailure.Kind kind, OriginTarget target, Throwable told) {
        Throwable cause = told instanceof SSLException ? innermost(told) : told;
        String message = cause.getMessage();
        String name = cause.getClass().getSimpleName();
        return new OriginFailure(kind, target + ": " + name + (message == null ? "" : ": " + message));
    }

    /** What is wrong with a certificate, or which alert came, stands beneath the news that there is no connection. */
    private static Throwable innermost(Throwable cause) {
        Throwable t = cause;
        while (t.getCause() != null) {
            t = t.getCause();
        }
        return t;
    }

    private static boolean among(@Nullable Throwable cause, Class<? extends Throwable> type) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }
}
