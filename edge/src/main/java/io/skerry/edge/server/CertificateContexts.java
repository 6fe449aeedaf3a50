package io.skerry.edge.server;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The TLS contexts of one listener, one for each of its certificates and kept for good.
 *
 * <p>Vert.x makes one for each name that clients ask for, and keeps the newest 16: with more names, or with a wildcard and clients that
 * make names up, most handshakes made one, in a lock, for many times what a handshake costs; and with a context go its sessions, so
 * that none was resumed. Vert.x gives each certificate one {@link KeyManagerFactory}, by which it is known here. Any thread.
 */
final class CertificateContexts {

    /** Sessions of clients that take no tickets, of all certificates together: as many as a context would keep by itself. */
    private static final int MOST_SESSIONS = 20_480;

    private static final int LEAST_SESSIONS_EACH = 100;

    private final Map<Key, SslContext> contexts = new HashMap<>();
    private final int sessionsEach;

    private record Key(
            @Nullable KeyManagerFactory certificate,
            @Nullable List<String> protocols) {}

    private CertificateContexts(int certificates) {
        sessionsEach = Math.max(LEAST_SESSIONS_EACH, MOST_SESSIONS / certificates);
    }

    /** BoringSSL costs less than the JDK's TLS; where its native file does not fit the machine, the JDK's does the same work. */
    static SSLEngineOptions engine(int certificates) {
        CertificateContexts kept = new CertificateContexts(certificates);
        return OpenSSLEngineOptions.isAvailable()
                ? new OpenSSLEngineOptions() {
                    @Override
                    public SslContextFactory sslContextFactory() {
                        return kept.new Factory(SslProvider.OPENSSL);
                    }
                }
                : new JdkSSLEngineOptions() {
                    @Override
                    public SslContextFactory sslContextFactory() {
                        return kept.new Factory(SslProvider.JDK);
                    }
                };
    }

    private final class Factory extends DefaultSslContextFactory {
        private @Nullable KeyManagerFactory certificate;
        private @Nullable List<String> protocols;

        Factory(SslProvider provider) {
            super(provider, OpenSSLEngineOptions.DEFAULT_SESSION_CACHE_ENABLED);
        }

        @Override
        public SslContextFactory keyMananagerFactory(KeyManagerFactory factory) {
            certificate = factory;
            return super.keyMananagerFactory(factory);
        }

        @Override
        public SslContextFactory applicationProtocols(List<String> names) {
            protocols = names;
            return super.applicationProtocols(names);
        }

        @Override
        public SslContext create() throws SSLException {
            Key key = new Key(certificate, protocols);
            synchronized (contexts) {
                SslContext context = contexts.get(key);
                if (context == null) {
                    context = super.create();
                    context.sessionContext().setSessionCacheSize(sessionsEach);
                    contexts.put(key, context);
                }
                return context;
            }
        }
    }
}
