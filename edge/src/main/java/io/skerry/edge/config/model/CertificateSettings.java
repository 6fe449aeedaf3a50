package io.skerry.edge.config.model;

import io.skerry.functions.api.Description;
import io.skerry.functions.api.Required;

/**
 * A certificate with its key; which one is shown is chosen by SNI.
 *
 * @param cert PEM file with the certificate and its chain
 * @param key PEM file with the private key
 */
public record CertificateSettings(
        @Required @Description("PEM file with the certificate and its chain")
        FileReference cert,

        @Required @Description("PEM file with the private key")
        FileReference key) {}
