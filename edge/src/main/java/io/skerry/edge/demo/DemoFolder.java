package io.skerry.edge.demo;

import io.skerry.functions.runtime.geo.MmdbWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

/** The folder the demo's edge runs in: its routes file, its country database and, made by the edge itself, its cache. */
record DemoFolder(Path path) {
    private static final String ROUTES_FILE = "skerry.yaml";
    private static final String COUNTRIES_FILE = "countries.mmdb";
    private static final String CACHE_FOLDER = "skerry-cache";
    private static final String NEW = ".new";

    /** The routes file of the edge that runs; there after {@link #isRunning}. */
    Path routesFile() {
        return path.resolve(ROUTES_FILE);
    }

    /** The routes file of an edge that is about to start; there after {@link #write}. */
    Path nextRoutesFile() {
        return path.resolve(ROUTES_FILE + NEW);
    }

    /** Where the edge writes the token it makes up. */
    Path tokenFile() {
        return path.resolve(CACHE_FOLDER).resolve("admin-token");
    }

    /**
     * Writes the next routes file and the country database; what the cache holds from an earlier run stays, and so does the routes
     * file of an edge that runs in this folder already.
     *
     * @param originPort the one the origin listens on
     * @throws IOException when the folder cannot be made or written
     */
    void write(DemoOptions options, int originPort, Instant now) throws IOException {
        Files.createDirectories(path);
        replace(COUNTRIES_FILE, countries(now));
        Files.write(nextRoutesFile(), routes(options, originPort).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Puts the next routes file into its place: the edge has started with it.
     *
     * @throws IOException when the folder cannot be written
     */
    void isRunning() throws IOException {
        Files.move(nextRoutesFile(), routesFile(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A reader (an edge that looks for a newer database) sees the old file or the new one, never half of one. */
    private void replace(String name, byte[] content) throws IOException {
        Path fresh = Files.write(path.resolve(name + NEW), content);
        Files.move(fresh, path.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] countries(Instant now) {
        MmdbWriter writer = new MmdbWriter("Skerry-Demo-Country");
        for (DemoCountry country : DemoCountry.values()) {
            writer.country(country.range(), country.code());
        }
        return writer.toBytes(now);
    }

    /** The example file with the addresses of this run in the place of its own. */
    static String routes(DemoOptions options, int originPort) {
        String example = new String(DemoAssets.resource("demo/" + ROUTES_FILE), StandardCharsets.UTF_8);
        String shop = replaced(
                example,
                "address: 127.0.0.1, port: 8080",
                "address: \"" + options.address() + "\", port: "
                        + options.ports().shop());
        String admin = replaced(
                shop,
                "address: 127.0.0.1:9090",
                "address: 127.0.0.1:" + options.ports().admin());
        return replaced(admin, "http://127.0.0.1:9000", "http://127.0.0.1:" + originPort);
    }

    private static String replaced(String text, String example, String actual) {
        if (!text.contains(example)) {
            throw new IllegalStateException("the demo's routes file no longer says " + example);
        }
        return text.replace(example, actual);
    }
}
