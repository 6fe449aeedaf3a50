package io.skerry.edge.demo;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The site's style sheets, scripts and font: our own from this jar, the others from webjars; read once, at start. */
final class DemoAssets {
    private static final String BOOTSTRAP = "META-INF/resources/webjars/bootstrap/";
    private static final String ICONS = "META-INF/resources/webjars/bootstrap-icons/";
    private static final String OWN = "demo/site/";

    private final Map<String, Asset> byName = new LinkedHashMap<>();
    private final Map<String, Asset> byUrl = new LinkedHashMap<>();

    private DemoAssets() {}

    /**
     * Reads everything; blocks.
     *
     * @throws IllegalStateException when a file is missing from the class path, that is when the build is broken
     */
    static DemoAssets load() {
        DemoAssets assets = new DemoAssets();
        String bootstrap = BOOTSTRAP + webjarVersion("org.webjars", "bootstrap") + "/";
        String icons = ICONS + webjarVersion("org.webjars.npm", "bootstrap-icons") + "/font/";
        assets.add("bootstrap.css", "text/css", resource(bootstrap + "css/bootstrap.min.css"));
        assets.add("bootstrap.js", "text/javascript", resource(bootstrap + "js/bootstrap.bundle.min.js"));
        assets.add("icons.woff2", "font/woff2", resource(icons + "fonts/bootstrap-icons.woff2"));
        assets.add("icons.css", "text/css", assets.withHashedFont(resource(icons + "bootstrap-icons.min.css")));
        assets.add("shop.css", "text/css", resource(OWN + "shop.css"));
        assets.add("shop.js", "text/javascript", resource(OWN + "shop.js"));
        assets.add("measure.js", "text/javascript", resource(OWN + "measure.js"));
        assets.add("icon.svg", "image/svg+xml", resource(OWN + "icon.svg"));
        return assets;
    }

    /** The asset with this plain name, such as {@code shop.css}. */
    Asset named(String name) {
        Asset asset = byName.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("no asset " + name);
        }
        return asset;
    }

    /** The URL of every asset under the name that page templates use: {@code asset:shop.css}. */
    Map<String, String> slots() {
        return byName.entrySet().stream()
                .collect(Collectors.toMap(
                        named -> "asset:" + named.getKey(),
                        named -> named.getValue().url()));
    }

    Optional<Asset> at(String url) {
        return Optional.ofNullable(byUrl.get(url));
    }

    /** A text file of the demo's own, such as a page template. */
    static String text(String name) {
        return new String(resource(OWN + name), StandardCharsets.UTF_8);
    }

    static byte[] resource(String name) {
        try (InputStream stream = DemoAssets.class.getClassLoader().getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("not on the class path: " + name);
            }
            return stream.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(name, unreadable);
        }
    }

    /** The first 32 bits of the content's SHA-256: enough to tell the versions of one file apart. */
    static String hash(Buffer content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes());
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private void add(String name, String contentType, byte[] bytes) {
        Buffer content = Buffer.buffer(bytes);
        int dot = name.lastIndexOf('.');
        String url = "/assets/" + name.substring(0, dot) + "." + hash(content) + name.substring(dot);
        Asset asset = new Asset(url, contentType, content);
        byName.put(name, asset);
        byUrl.put(url, asset);
    }

    /** The icons' style sheet names its font by a relative path of the webjar; here the font has a URL of its own. */
    private byte[] withHashedFont(byte[] css) {
        String text = new String(css, StandardCharsets.UTF_8);
        return text.replaceAll(
                        "fonts/bootstrap-icons\\.woff2\\?[0-9a-f]+",
                        named("icons.woff2").url())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Webjars carry their version in their paths, and in the properties Maven leaves in every jar. */
    private static String webjarVersion(String group, String artifact) {
        String name = "META-INF/maven/" + group + "/" + artifact + "/pom.properties";
        return new String(resource(name), StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.startsWith("version="))
                .map(line -> line.substring("version=".length()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no version in " + name));
    }
}
