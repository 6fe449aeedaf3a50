package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An origin whose answers a test scripts, and an edge in front of it: new for each test, in a folder of its own. Registered as an
 * extension; both run when the test's {@code BeforeEach} methods are called.
 */
final class MockedSite implements BeforeEachCallback, AfterEachCallback {

    private final WireMockServer origin =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    private final IntFunction<String> routes;
    private @Nullable Path folder;
    private @Nullable RunningEdge edge;

    private MockedSite(IntFunction<String> routes) {
        this.routes = routes;
    }

    /** With the usual file. */
    static MockedSite standard() {
        return new MockedSite(RunningEdge::standard);
    }

    /** With this file, as {@link RunningEdge#start} takes it; {@code %d} in it is the origin's port. */
    static MockedSite of(String routes) {
        return new MockedSite(routes::formatted);
    }

    WireMockServer origin() {
        return origin;
    }

    RunningEdge edge() {
        return Objects.requireNonNull(edge);
    }

    /** Another edge in front of the same origin, with a folder of its own; whoever asks closes it. */
    RunningEdge beside(String text) throws Exception {
        return RunningEdge.start(Files.createTempDirectory(Objects.requireNonNull(folder), "beside"), text);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        origin.start();
        folder = Files.createTempDirectory("skerry-scenario");
        edge = RunningEdge.start(folder, routes.apply(origin.port()));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        try {
            if (edge != null) {
                edge.close();
            }
        } finally {
            origin.stop();
            delete();
        }
    }

    private void delete() throws Exception {
        if (folder == null) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
