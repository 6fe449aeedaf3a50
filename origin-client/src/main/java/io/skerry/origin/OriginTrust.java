package io.skerry.origin;

/** Whose certificates an origin may present. The name in them is always checked against the target's host. */
public sealed interface OriginTrust {

    /** The authorities the JVM knows. */
    record JvmDefault() implements OriginTrust {}

    /**
     * Only these authorities.
     *
     * @param pem one or more certificates
     */
    record Authorities(String pem) implements OriginTrust {
        public Authorities {
            if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
                throw new IllegalArgumentException("no PEM certificate");
            }
        }
    }
}
