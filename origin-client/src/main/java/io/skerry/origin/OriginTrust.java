package io.skerry.origin;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** Whose certificates an origin may present. The name in them is always checked against the target's host. */
public sealed interface OriginTrust {

    /** The authorities the JVM knows. */
    record JvmDefault() implements OriginTrust {}

    /**
     * Only these authorities.
     *
     * @param pem one or more certificates; refused if none can be read
     */
    record Authorities(String pem) implements OriginTrust {
        public Authorities {
            if (!pem.contains("-----BEGIN CERTIFICATE-----") || !isReadable(pem)) {
                throw new IllegalArgumentException("no PEM certificate");
            }
        }

        private static boolean isReadable(String pem) {
            byte[] bytes = pem.getBytes(StandardCharsets.UTF_8);
            try {
                return !CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(bytes))
                        .isEmpty();
            } catch (CertificateException unreadable) {
                return false;
            }
        }
    }
}
