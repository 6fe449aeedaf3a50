package io.skerry.edge.server;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.Http2ServerConfig;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocketServerConfig;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Vert.x's configuration of a listener, where its defaults do not suit an edge. */
final class ServerConfigs {

    private static final int STREAMS = 128;
    /** For method and version beside the target, which is measured when the line has been read. */
    private static final int LINE_ROOM = 64;
    /** The default of 64 KiB makes large uploads wait for every round trip. */
    private static final int WINDOW_BYTES = 1024 * 1024;

    /**
     * How much larger than those that are let in heads of HTTP/2 may be that are read all the same, and refused: Netty answers what is
     * larger by itself, and of what comes compressed at a quarter more it ends the connection, with everybody else's requests.
     */
    private static final long HEAD_ROOM = 4;

    /** Those of TLS 1.3, and those of TLS 1.2 that RFC 9325 4.2 recommends: the others are not for HTTP/2 (RFC 9113 9.2.2). */
    private static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private ServerConfigs() {}

    static Http1ServerConfig http1(ListenerSettings.Limits limits) {
        return new Http1ServerConfig()
                .setMaxInitialLineLength(limits.uriBytes() + LINE_ROOM)
                .setMaxHeaderSize(limits.headerBytes());
    }

    static HttpServer server(Vertx vertx, ListenerSettings settings, Http1ServerConfig http1) {
        HttpServerConfig config = new HttpServerConfig().setHttp1Config(http1).setHandle100ContinueAutomatically(false);
        config.getTcpConfig().setAcceptBacklog(4096);
        // Until a connection is guarded. Of HTTP/2, Vert.x tells of one when the client's first settings have come;
        // this side
        // has written its own by then, and nothing since. TLS has a time of its own, which is counted and ends first.
        config.setWriteIdleTimeout(settings.timeouts().head().plusSeconds(1));
        // WebSockets are tunnelled: a frame is none of our business, and looking for them costs each request a handler.
        config.setWebSocketConfig(
                new WebSocketServerConfig().setUsePerFrameCompression(false).setUsePerMessageCompression(false));
        ListenerSettings.Tls tls = settings.tls();
        if (tls == null) {
            // HTTP/1 alone: neither prior knowledge nor an upgrade makes a plain connection HTTP/2.
            return vertx.httpServerBuilder()
                    .with(config.setVersions(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1))
                    .build();
        }
        switch (tls.versions()) {
            case HTTP_1_1 -> config.setVersions(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);
            case HTTP_1_1_AND_2 ->
                config.setVersions(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)
                        .setHttp2Config(http2(settings.limits()));
        }
        return vertx.httpServerBuilder()
                .with(config)
                .with(ssl(settings, tls))
                .with(CertificateContexts.engine(tls.certificates().size()))
                .build();
    }

    private static Http2ServerConfig http2(ListenerSettings.Limits limits) {
        Http2Settings initial = new Http2Settings()
                .setMaxConcurrentStreams(STREAMS)
                .setInitialWindowSize(WINDOW_BYTES)
                .setMaxHeaderListSize(HEAD_ROOM * limits.headerBytes());
        return new Http2ServerConfig()
                .setInitialSettings(initial)
                .setConnectionWindowSize(4 * WINDOW_BYTES)
                // Resets are looked at beside the requests that there are (ResetGuard), not counted alone.
                .setRstFloodMaxRstFramePerWindow(0);
    }

    private static ServerSSLOptions ssl(ListenerSettings settings, ListenerSettings.Tls tls) {
        PemKeyCertOptions certificates = new PemKeyCertOptions();
        for (ListenerSettings.Certificate certificate : tls.certificates()) {
            certificates.addCertValue(Buffer.buffer(certificate.chainPem()));
            certificates.addKeyValue(Buffer.buffer(certificate.keyPem()));
        }
        ServerSSLOptions options = new ServerSSLOptions();
        options.setKeyCertOptions(certificates);
        options.setSni(true);
        CIPHER_SUITES.forEach(options::addEnabledCipherSuite);
        options.setSslHandshakeTimeout(settings.timeouts().head().toMillis());
        options.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        return options;
    }
}
