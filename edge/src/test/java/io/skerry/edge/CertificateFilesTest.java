package io.skerry.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.edge.config.model.CertificateSettings;
import io.skerry.edge.config.model.FileReference;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTest {

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void certificate_and_its_key_are_read() throws Exception {
        var read = CertificateFiles.read(vertx, settings(resource("shop.crt"), resource("shop.key")));

        assertThat(read.chainPem()).startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    void key_of_another_certificate_is_refused_and_both_files_are_named() throws Exception {
        Path certificate = resource("shop.crt");
        Path key = resource("other.key");

        assertThatThrownBy(() -> CertificateFiles.read(vertx, settings(certificate, key)))
                .isInstanceOf(NodeStartException.class)
                .hasMessage("the key in " + key + " does not belong to the certificate in " + certificate);
    }

    @Test
    void file_that_is_no_certificate_is_refused_by_name() throws Exception {
        Path certificate = Files.writeString(folder.resolve("c.pem"), "hello");
        Path key = resource("shop.key");

        assertThatThrownBy(() -> CertificateFiles.read(vertx, settings(certificate, key)))
                .isInstanceOf(NodeStartException.class)
                .hasMessage("there is no PEM certificate in " + certificate);
    }

    @Test
    void file_that_is_no_key_is_refused_by_name() throws Exception {
        Path certificate = resource("shop.crt");
        Path key = Files.writeString(folder.resolve("k.pem"), "hello");

        assertThatThrownBy(() -> CertificateFiles.read(vertx, settings(certificate, key)))
                .isInstanceOf(NodeStartException.class)
                .hasMessageStartingWith("there is no PEM private key that can be used in " + key);
    }

    @Test
    void file_that_is_a_folder_is_refused_by_name() throws Exception {
        assertThatThrownBy(() -> CertificateFiles.read(vertx, settings(folder, folder)))
                .isInstanceOf(NodeStartException.class)
                .hasMessageStartingWith("cannot read " + folder);
    }

    private static CertificateSettings settings(Path certificate, Path key) {
        return new CertificateSettings(new FileReference(certificate), new FileReference(key));
    }

    private Path resource(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = CertificateFilesTest.class.getResourceAsStream("server/" + name)) {
            Files.write(file, Objects.requireNonNull(in).readAllBytes());
        }
        return file;
    }
}
