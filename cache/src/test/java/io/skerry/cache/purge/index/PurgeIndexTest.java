package io.skerry.cache.purge.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.invalidation.PurgeSelector.QueryMatch;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.purge.Heads;
import io.skerry.cache.purge.record.PurgeId;
import io.skerry.cache.purge.record.PurgeRecord;
import io.skerry.cache.purge.record.PurgeScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PurgeIndexTest {

    private static final List<String> HOSTS = List.of("a.example", "a.example:8443", "b.example");
    private static final List<String> SEGMENTS = List.of("x", "xy", "y");

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void index_finds_exactly_what_the_selectors_mean(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            List<PurgeSelector> selectors = selectors(random, 1 + random.nextInt(4));
            PurgeIndex index = new PurgeIndex(seed, IndexLimits.DEFAULT, TagCase.SENSITIVE);
            index.add(record(1, selectors), 1);
            StoredHead head = head(random);
            assertThat(finds(index, head, 0))
                    .as("%s in %s", head, selectors)
                    .isEqualTo(selectors.stream().anyMatch(selector -> selector.matches(head)));
            assertThat(finds(index, head, 1))
                    .as("a response as new as the purge")
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void full_index_matches_more_but_drops_nothing(long seed) {
        Random random = new Random(seed);
        PurgeIndex index = new PurgeIndex(seed, new IndexLimits(8, 4, 2, 3, 8, 4), TagCase.SENSITIVE);
        List<PurgeRecord.Purge> records = new ArrayList<>();
        for (int number = 1; number <= 500; number++) {
            PurgeRecord.Purge record = record(number, selectors(random, 1));
            index.add(record, number);
            records.add(record);
            StoredHead head = head(random);
            int from = random.nextInt(number);
            boolean meant = records.subList(from, number).stream()
                    .anyMatch(purge -> purge.selectors().getFirst().matches(head));
            assertThat(!meant || finds(index, head, from))
                    .as("record %d", number)
                    .isTrue();
        }
        assertThat(index.sizes().urls()).isLessThanOrEqualTo(8 + 3);
        assertThat(index.sizes().prefixes()).isLessThanOrEqualTo(4);
        assertThat(index.sizes().hosts()).isLessThanOrEqualTo(2);
        assertThat(index.sizes().tags()).isLessThanOrEqualTo(8);
    }

    @Test
    void urls_coarsen_to_their_folder_first_and_leave_other_folders_alone() {
        PurgeIndex index = new PurgeIndex(1, new IndexLimits(4, 4, 4, 4, 4, 4), TagCase.SENSITIVE);
        for (int number = 1; number <= 6; number++) {
            String url = "https://a.example/products/" + number;
            index.add(
                    record(number, List.of(new PurgeSelector.Url(Heads.uri(url), QueryMatch.EXACT, Optional.empty()))),
                    number);
        }
        assertThat(index.sizes().coarsenings()).isPositive();
        assertThat(finds(index, Heads.of("https://a.example/products/99").at(stamp()), 0))
                .isTrue();
        assertThat(finds(index, Heads.of("https://a.example/about/us").at(stamp()), 0))
                .isFalse();
        assertThat(finds(index, Heads.of("https://b.example/products/1").at(stamp()), 0))
                .isFalse();
    }

    private static boolean finds(PurgeIndex index, StoredHead head, long from) {
        MatchQuery query = new MatchQuery(from);
        index.find(head, query);
        return query.hard();
    }

    private static PurgeRecord.Purge record(long number, List<PurgeSelector> selectors) {
        return new PurgeRecord.Purge(number, new PurgeId(0, number), PurgeScope.NODE, 0, PurgeMode.HARD, selectors);
    }

    private static List<PurgeSelector> selectors(Random random, int count) {
        List<PurgeSelector> selectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            selectors.add(selector(random));
        }
        return selectors;
    }

    private static PurgeSelector selector(Random random) {
        Optional<String> site = random.nextInt(3) == 0 ? Optional.of("shop") : Optional.empty();
        return switch (random.nextInt(17)) {
            case 0, 1, 2 -> new PurgeSelector.Url(Heads.uri(url(random)), QueryMatch.EXACT, site);
            case 3, 4, 5 -> new PurgeSelector.Url(Heads.uri(url(random)), QueryMatch.IGNORED, site);
            case 6, 7, 8 -> new PurgeSelector.Tag("tag-" + random.nextInt(4), site);
            case 9, 10, 11 -> new PurgeSelector.Prefix(any(random, HOSTS), prefix(random), site);
            case 12, 13, 14 -> variant(random, site);
            case 15 -> new PurgeSelector.Host(any(random, HOSTS), site);
            default ->
                random.nextInt(20) == 0
                        ? new PurgeSelector.Everything(site)
                        : new PurgeSelector.Everything(Optional.of("other"));
        };
    }

    private static PurgeSelector variant(Random random, Optional<String> site) {
        QueryMatch match = random.nextBoolean() ? QueryMatch.EXACT : QueryMatch.IGNORED;
        return new PurgeSelector.UrlVariant(
                new PurgeSelector.Url(Heads.uri(url(random)), match, site), language(random));
    }

    private static VariantKey language(Random random) {
        return new VariantKey(
                List.of(new VariantInput(VariantInput.Kind.HEADER, "accept-language")),
                List.of(random.nextBoolean() ? "de" : "en"));
    }

    @Test
    void purge_of_one_variant_leaves_the_others_alone() {
        PurgeIndex index = new PurgeIndex(1, IndexLimits.DEFAULT, TagCase.SENSITIVE);
        PurgeSelector.Url page =
                new PurgeSelector.Url(Heads.uri("https://a.example/p"), QueryMatch.EXACT, Optional.empty());
        VariantInput input = new VariantInput(VariantInput.Kind.HEADER, "accept-language");
        VariantKey german = new VariantKey(List.of(input), List.of("de"));
        VariantKey english = new VariantKey(List.of(input), List.of("en"));
        index.add(record(1, List.of(new PurgeSelector.UrlVariant(page, german))), 1);
        Heads heads = Heads.of("https://a.example/p");
        assertThat(finds(index, heads.variant(german).at(stamp()), 0)).isTrue();
        assertThat(finds(index, heads.variant(english).at(stamp()), 0)).isFalse();
        assertThat(finds(index, heads.variant(VariantKey.none()).at(stamp()), 0))
                .as("what does not vary by the field")
                .isTrue();
    }

    @Test
    void case_of_tags_counts_unless_it_is_said_not_to() {
        for (TagCase tagCase : TagCase.values()) {
            PurgeIndex index = new PurgeIndex(1, IndexLimits.DEFAULT, tagCase);
            index.add(record(1, List.of(new PurgeSelector.Tag("Product-A", Optional.empty()))), 1);
            StoredHead other = Heads.of("https://a.example/p").tags("pRODUCT-a").at(stamp());
            assertThat(finds(index, other, 0)).isEqualTo(tagCase == TagCase.INSENSITIVE);
        }
    }

    private static StoredHead head(Random random) {
        Heads heads = Heads.of(url(random))
                .site(random.nextBoolean() ? "shop" : "blog")
                .tags("tag-" + random.nextInt(4));
        if (random.nextBoolean()) {
            heads = heads.variant(language(random));
        }
        return (random.nextInt(3) == 0 ? heads.parents(url(random)) : heads).at(stamp());
    }

    private static JournalStamp stamp() {
        return new JournalStamp(1, 0);
    }

    private static String url(Random random) {
        String query = random.nextInt(3) == 0 ? "?q=" + random.nextInt(2) : "";
        return (random.nextBoolean() ? "http://" : "https://") + any(random, HOSTS) + prefix(random) + query;
    }

    private static String prefix(Random random) {
        StringBuilder path = new StringBuilder("/");
        int depth = random.nextInt(3);
        for (int i = 0; i < depth; i++) {
            path.append(any(random, SEGMENTS)).append(i < depth - 1 || random.nextBoolean() ? "/" : "");
        }
        return path.toString();
    }

    private static String any(Random random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
