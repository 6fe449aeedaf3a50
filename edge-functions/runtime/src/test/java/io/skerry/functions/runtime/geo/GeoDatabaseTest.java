package io.skerry.functions.runtime.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeoDatabaseTest {

    private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "198.51.100.1, DE",
        "198.51.100.129, CH",
        "198.51.100.255, CH",
        "203.0.113.7, US",
        "2001:db8::1, JP",
        "2001:db8:ffff::1, KR",
        "192.0.2.1, ''",
        "2002::1, ''",
    })
    void address_belongs_to_the_country_of_its_longest_prefix(String address, String country) throws Exception {
        GeoDatabase database = GeoDatabase.open(written("geo.mmdb"));

        assertThat(database.lookup(InetAddress.ofLiteral(address))).isEqualTo(new GeoPlace(country, "", ""));
        assertThat(database.failures()).isZero();
    }

    @Test
    void age_counts_from_the_day_the_data_was_built() throws Exception {
        GeoDatabase database = GeoDatabase.open(written("geo.mmdb"));

        assertThat(database.type()).isEqualTo("Test-Country");
        assertThat(database.age(BUILT.plus(Duration.ofDays(3)))).isEqualTo(Duration.ofDays(3));
        assertThat(database.age(BUILT.minusSeconds(1))).isZero();
    }

    @Test
    void missing_file_is_named_at_opening() {
        Path missing = folder.resolve("missing.mmdb");

        assertThatThrownBy(() -> GeoDatabase.open(missing))
                .isInstanceOf(GeoFileException.class)
                .hasMessage("geo database " + missing + ": no such file");
    }

    @Test
    void file_of_another_kind_is_refused_at_opening() throws Exception {
        Path text = Files.writeString(folder.resolve("text.mmdb"), "this is no database");

        assertThatThrownBy(() -> GeoDatabase.open(text))
                .isInstanceOf(GeoFileException.class)
                .hasMessageContaining("text.mmdb: not a usable MaxMind database");
    }

    @Test
    void database_with_a_damaged_tree_is_refused_at_opening() throws Exception {
        byte[] bytes = bytes();
        // Every record of the tree points far behind the end of the data.
        Arrays.fill(bytes, 0, 1000, (byte) 0x7f);
        Path damaged = Files.write(folder.resolve("damaged.mmdb"), bytes);

        assertThatThrownBy(() -> GeoDatabase.open(damaged)).isInstanceOf(GeoFileException.class);
    }

    @Test
    void new_file_is_taken_into_use_by_a_reload() throws Exception {
        Path file = written("geo.mmdb");
        GeoDatabase database = GeoDatabase.open(file);

        assertThat(database.reload()).isEqualTo(GeoDatabase.Reload.UNCHANGED);
        Files.write(
                file, new MmdbWriter("Newer").country("198.51.100.0/24", "AT").toBytes(BUILT));
        Files.setLastModifiedTime(file, FileTime.from(BUILT));

        assertThat(database.reload()).isEqualTo(GeoDatabase.Reload.RELOADED);
        assertThat(database.lookup(InetAddress.ofLiteral("198.51.100.1")).country())
                .isEqualTo("AT");
    }

    @Test
    void damaged_new_file_leaves_the_old_data_in_use() throws Exception {
        Path file = written("geo.mmdb");
        GeoDatabase database = GeoDatabase.open(file);
        Files.writeString(file, "half a downl");

        assertThatThrownBy(database::reload).isInstanceOf(GeoFileException.class);
        assertThat(database.lookup(InetAddress.ofLiteral("198.51.100.1")).country())
                .isEqualTo("DE");
    }

    /** Read, it would take the memory of everything else on the node, and end the reloads. */
    @Test
    void new_file_that_the_heap_has_no_room_for_is_not_read() throws Exception {
        Path file = written("geo.mmdb");
        GeoDatabase database = GeoDatabase.open(file);
        try (RandomAccessFile grown = new RandomAccessFile(file.toFile(), "rw")) {
            grown.setLength(Runtime.getRuntime().maxMemory());
        }

        assertThatThrownBy(database::reload)
                .isInstanceOf(GeoFileException.class)
                .hasMessageContaining("too many for this heap");
        assertThat(database.lookup(InetAddress.ofLiteral("203.0.113.7")).country())
                .isEqualTo("US");
    }

    @Test
    void known_layouts_give_the_same_place() {
        GeoPlace flat = GeoRecord.place(Map.of("country_code", "de"));
        GeoPlace nested = GeoRecord.place(Map.of(
                "country", Map.of("iso_code", "DE"),
                "subdivisions", List.of(Map.of("iso_code", "BE")),
                "city", Map.of("names", Map.of("en", "Berlin"))));

        assertThat(flat).isEqualTo(new GeoPlace("DE", "", ""));
        assertThat(nested).isEqualTo(new GeoPlace("DE", "BE", "Berlin"));
    }

    @Test
    void damage_that_no_probe_could_find_is_counted_and_unknown() throws Exception {
        MmdbWriter many = new MmdbWriter("Large");
        for (int i = 0; i < 1 << 16; i++) {
            many.country("10." + (i >> 8) + '.' + (i & 0xff) + ".0/24", i % 2 == 0 ? "DE" : "FR");
        }
        byte[] bytes = many.country("198.51.100.0/24", "CH").toBytes(BUILT);
        // The last record's first key has become a pointer to far behind the file.
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("iso_code") - 1] = 0x3f;
        GeoDatabase database = GeoDatabase.open(Files.write(folder.resolve("late.mmdb"), bytes));

        assertThat(database.lookup(InetAddress.ofLiteral("10.0.1.1")).country()).isEqualTo("FR");
        assertThat(database.failures()).isZero();
        assertThat(database.lookup(InetAddress.ofLiteral("198.51.100.1"))).isEqualTo(GeoPlace.unknown());
        assertThat(database.failures()).isEqualTo(1);
    }

    @Test
    void new_file_with_a_record_that_contains_itself_leaves_the_old_data_in_use() throws Exception {
        Path file = written("geo.mmdb");
        GeoDatabase database = GeoDatabase.open(file);
        Files.write(file, lastRecordWithinItself(new MmdbWriter("Cycle").country("198.51.100.0/24", "FR")));
        Files.setLastModifiedTime(file, FileTime.from(BUILT));

        assertThatThrownBy(database::reload)
                .isInstanceOf(GeoFileException.class)
                .hasMessageContaining("a record that contains itself");
        assertThat(database.lookup(InetAddress.ofLiteral("198.51.100.1")).country())
                .isEqualTo("DE");
    }

    @Test
    void record_that_contains_itself_and_that_no_probe_could_find_is_counted_and_unknown() throws Exception {
        MmdbWriter many = new MmdbWriter("Large");
        for (int i = 0; i < 1 << 16; i++) {
            many.country("10." + (i >> 8) + '.' + (i & 0xff) + ".0/24", i % 2 == 0 ? "DE" : "FR");
        }
        byte[] bytes = lastRecordWithinItself(many.country("198.51.100.0/24", "CH"));
        GeoDatabase database = GeoDatabase.open(Files.write(folder.resolve("late.mmdb"), bytes));

        assertThat(database.lookup(InetAddress.ofLiteral("198.51.100.1"))).isEqualTo(GeoPlace.unknown());
        assertThat(database.failures()).isEqualTo(1);
    }

    /** In the place of its country it has a pointer to its own beginning. */
    private static byte[] lastRecordWithinItself(MmdbWriter writer) {
        byte[] bytes = writer.toBytes(BUILT);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int last = text.lastIndexOf("country");
        int offset = last - text.indexOf("country");
        bytes[last + "country".length()] = (byte) (0x20 | (offset >> 8));
        bytes[last + "country".length() + 1] = (byte) offset;
        return bytes;
    }

    private Path written(String name) throws Exception {
        return Files.write(folder.resolve(name), bytes());
    }

    private static byte[] bytes() {
        return new MmdbWriter("Test-Country")
                .country("198.51.100.128/25", "CH")
                .country("198.51.100.0/24", "DE")
                .country("203.0.113.7/32", "US")
                .country("2001:db8::/32", "JP")
                .country("2001:db8:ffff::/48", "KR")
                .toBytes(BUILT);
    }
}
