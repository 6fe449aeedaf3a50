package io.skerry.edge.testing;

import io.vertx.core.transport.Transport;
import java.util.List;

/** The transports that a test is to run on: the one that is taken unless another is named, and io_uring where that works. */
public final class Transports {

    private Transports() {}

    /** Values of the system property {@code skerry.transport}. */
    public static List<String> available() {
        boolean ring = Transport.IO_URING != null && Transport.IO_URING.available();
        return ring ? List.of("auto", "io_uring") : List.of("auto");
    }
}
