package io.skerry.benchmarks;

import io.skerry.edge.routing.HostPattern;
import io.skerry.edge.routing.PathPattern;
import io.skerry.edge.routing.RouteCondition;
import io.skerry.edge.routing.RouteMatch;
import io.skerry.edge.routing.Router;
import io.skerry.edge.routing.SiteRoutes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Finding the route of a request among few and many. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RouteBenchmark {

    private static final String HOST = "shop.example.com";

    /** How many routes a site has. */
    @Param({"10", "300"})
    public int routes;

    private Router<String> router = Router.of(List.of());

    /** Builds fifty sites. */
    @Setup
    public void build() {
        List<SiteRoutes<String>> sites = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sites.add(site(i == 25 ? HOST : "site-" + i + ".example.com"));
        }
        router = Router.of(sites);
    }

    /** A path that the last but one route takes, without captures. */
    @Benchmark
    public RouteMatch<String> literalPrefix() {
        return router.route(HOST, "/section-" + routes / 2 + "/app.css", "GET");
    }

    /** A pattern with two captures. */
    @Benchmark
    public RouteMatch<String> captures() {
        return router.route(HOST, "/image/800x600/product.jpg", "GET");
    }

    /** A path that only the last route takes, which takes everything. */
    @Benchmark
    public RouteMatch<String> everythingElse() {
        return router.route(HOST, "/about/imprint", "GET");
    }

    private SiteRoutes<String> site(String host) {
        SiteRoutes.Builder<String> site = SiteRoutes.site(host, List.of(HostPattern.parse(host)));
        for (int i = 0; i < routes; i++) {
            site.add(
                    new RouteCondition(PathPattern.parse("/section-" + i + "/**"), Set.of("GET", "HEAD")),
                    "section " + i);
        }
        site.add(new RouteCondition(PathPattern.parse("/image/{size}/{file}"), Set.of()), "images");
        site.add(new RouteCondition(PathPattern.ANY, Set.of()), "everything else");
        return site.build();
    }
}
