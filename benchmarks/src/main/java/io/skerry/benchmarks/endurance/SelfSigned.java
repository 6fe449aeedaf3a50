package io.skerry.benchmarks.endurance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A certificate for 127.0.0.1 that {@code openssl} makes.
 *
 * @param chain its file
 * @param key the file of its key
 */
record SelfSigned(Path chain, Path key) {

    private static final long MOST_SECONDS = 30;

    /** The one in a folder, made if it is not there. */
    static SelfSigned in(Path folder) throws IOException, InterruptedException {
        SelfSigned made = new SelfSigned(folder.resolve("edge.crt"), folder.resolve("edge.key"));
        if (!Files.exists(made.chain)) {
            make(made);
        }
        return made;
    }

    private static void make(SelfSigned wanted) throws IOException, InterruptedException {
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=127.0.0.1",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        wanted.key.toString(),
                        "-out",
                        wanted.chain.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!openssl.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || openssl.exitValue() != 0) {
            throw new IOException("openssl made no certificate in " + wanted.chain.getParent());
        }
    }
}
