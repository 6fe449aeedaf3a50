package io.skerry.edge;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How event loops ask the system for input and output.
 *
 * <p>The system property {@value #PROPERTY} names one in lower case; {@code auto}, which is the default, takes epoll, or the
 * JDK's selector where there is none. Only Linux has epoll and io_uring, and containers often forbid the latter (Docker's seccomp profile does).
 */
public enum NetworkTransport {
    /** Linux: told which connections are ready, then a call for each read and write. */
    EPOLL,
    /**
     * Linux 5.9 and newer: operations of many connections go to the kernel in one call, and are answered in one. Cheaper, and by name
     * alone: with it a connection stood still once in a million requests (edge/docs/adr/0006).
     */
    IO_URING,
    /** The JDK's selector, which works everywhere. */
    NIO;

    private static final Logger LOG = LoggerFactory.getLogger(NetworkTransport.class);

    static final String PROPERTY = "skerry.transport";

    /** With these io_uring loses resets, so that it is only taken without: edge/jvm.options says why. */
    private static final String LASTING_POLLS = "io.netty.iouring.pollAddMultishotEnabled";

    /**
     * What the system property asks for.
     *
     * @throws NodeStartException if no transport has that name, or the one named does not work on this machine, with the reason
     */
    public static NetworkTransport chosen() throws NodeStartException {
        String name = System.getProperty(PROPERTY, "auto");
        for (NetworkTransport transport : values()) {
            if (name.equals("auto") ? transport.byDefault() : name.equals(transport.text())) {
                if (name.equals("auto")
                        && transport == NIO
                        && System.getProperty("os.name").equals("Linux")) {
                    sayWhyNotEpoll();
                }
                return transport.checked();
            }
        }
        throw new NodeStartException(PROPERTY + " is '" + name + "': it can be auto, "
                + Arrays.stream(values()).map(NetworkTransport::text).collect(Collectors.joining(", ")));
    }

    /** Event loops on this transport. */
    public Vertx vertx(VertxOptions options) {
        return Vertx.builder().with(options).withTransport(transport()).build();
    }

    private static void sayWhyNotEpoll() {
        LOG.warn(
                "epoll does not work here ({}): event loops run on the JDK's selector. Native libraries, those of TLS, zstd and Brotli as"
                        + " well, are unpacked into {}, which has to be writable and not mounted noexec; -Djava.io.tmpdir=FOLDER in"
                        + " SKERRY_JAVA_OPTS names another",
                EPOLL.reason(),
                System.getProperty("java.io.tmpdir"));
    }

    /** Its name in the property and the log. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Null where its classes are missing. */
    private @Nullable Transport transport() {
        return switch (this) {
            case IO_URING -> Transport.IO_URING;
            case EPOLL -> Transport.EPOLL;
            case NIO -> Transport.NIO;
        };
    }

    private boolean byDefault() {
        return this != IO_URING && available();
    }

    private boolean available() {
        Transport transport = transport();
        return transport != null && transport.available() && !losesResets();
    }

    private boolean losesResets() {
        return this == IO_URING && Boolean.parseBoolean(System.getProperty(LASTING_POLLS, "true"));
    }

    private NetworkTransport checked() throws NodeStartException {
        if (available()) {
            return this;
        }
        throw new NodeStartException(PROPERTY + " is '" + text() + "', which does not work here: "
                + (losesResets() ? "it needs -D" + LASTING_POLLS + "=false" : reason()));
    }

    private String reason() {
        Transport transport = transport();
        Throwable cause = transport == null ? null : transport.unavailabilityCause();
        return cause == null ? "its library is missing" : String.valueOf(cause.getMessage());
    }
}
