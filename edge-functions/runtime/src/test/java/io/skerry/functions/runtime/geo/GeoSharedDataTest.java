package io.skerry.functions.runtime.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Reads MaxMind's own test databases; they are not part of the repository. */
@EnabledIfSystemProperty(named = "skerry.sharedData", matches = ".+", disabledReason = "skerry.sharedData is not set")
class GeoSharedDataTest {

    private final Path folder = Path.of(System.getProperty("skerry.sharedData", ""), "geo");

    @Test
    void countries_of_the_published_databases_are_found() throws Exception {
        for (String name : new String[] {"GeoIP2-Country-Test.mmdb", "GeoLite2-Country-Test.mmdb"}) {
            GeoDatabase database = GeoDatabase.open(folder.resolve(name));

            assertThat(database.lookup(InetAddress.ofLiteral("2001:218::1")).country())
                    .isEqualTo("JP");
            assertThat(database.lookup(InetAddress.ofLiteral("81.2.69.160")).country())
                    .isEqualTo("GB");
        }
    }

    @Test
    void published_damaged_database_is_refused() {
        assertThatThrownBy(() -> GeoDatabase.open(folder.resolve("MaxMind-DB-test-broken-search-tree-24.mmdb")))
                .isInstanceOf(GeoFileException.class);
    }
}
