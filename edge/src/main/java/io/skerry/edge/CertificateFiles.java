package io.skerry.edge;

import io.skerry.edge.config.model.CertificateSettings;
import io.skerry.edge.server.ListenerSettings;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/**
 * Reads the certificate and key files of a routes file, and refuses those no handshake could succeed with: a file that is not PEM, a
 * key that belongs to another certificate. Blocks on files, so not for an event loop.
 */
final class CertificateFiles {

    private CertificateFiles() {}

    /**
     * A certificate with its key.
     *
     * @throws NodeStartException naming the file, when it cannot be read or the two do not belong together
     */
    static ListenerSettings.Certificate read(Vertx vertx, CertificateSettings settings) throws NodeStartException {
        Path certificate = settings.cert().file();
        Path key = settings.key().file();
        String chainPem = text(certificate);
        String keyPem = text(key);
        PublicKey publicKey = publicKey(certificate, chainPem);
        PrivateKey privateKey = privateKey(vertx, key, chainPem, keyPem, publicKey);
        if (!belongTogether(privateKey, publicKey)) {
            throw new NodeStartException("the key in " + key + " does not belong to the certificate in " + certificate);
        }
        return new ListenerSettings.Certificate(chainPem, keyPem);
    }

    private static String text(Path file) throws NodeStartException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new NodeStartException("cannot read " + file + ": " + unreadable, unreadable);
        }
    }

    private static PublicKey publicKey(Path file, String pem) throws NodeStartException {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))
                    .getPublicKey();
        } catch (GeneralSecurityException notOne) {
            throw new NodeStartException("there is no PEM certificate in " + file, notOne);
        }
    }

    // Read the way the listener reads it, so that whatever passes here is understood there.
    private static PrivateKey privateKey(Vertx vertx, Path file, String chainPem, String keyPem, PublicKey publicKey)
            throws NodeStartException {
        PemKeyCertOptions options =
                new PemKeyCertOptions().addCertValue(Buffer.buffer(chainPem)).addKeyValue(Buffer.buffer(keyPem));
        try {
            for (KeyManager manager : options.getKeyManagerFactory(vertx).getKeyManagers()) {
                if (manager instanceof X509KeyManager keys) {
                    String[] aliases = keys.getServerAliases(publicKey.getAlgorithm(), null);
                    if (aliases != null && aliases.length > 0) {
                        return keys.getPrivateKey(aliases[0]);
                    }
                }
            }
        } catch (Exception notOne) {
            throw new NodeStartException(
                    "there is no PEM private key that can be used in " + file + ": " + notOne.getMessage(), notOne);
        }
        throw new NodeStartException("there is no PEM private key that can be used in " + file);
    }

    /** Whether what the one signs, the other verifies: the proof a handshake asks for. */
    private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> publicKey.getAlgorithm();
        };
        try {
            byte[] proof = "a handshake".getBytes(StandardCharsets.ISO_8859_1);
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(privateKey);
            signer.update(proof);
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(publicKey);
            verifier.update(proof);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException ofAnotherKind) {
            return false;
        }
    }
}
