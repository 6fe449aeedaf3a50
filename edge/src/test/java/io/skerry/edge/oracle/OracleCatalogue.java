package io.skerry.edge.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * The URLs of a load, and the requests that clients make of them: a few URLs much more often than the rest.
 *
 * @param urls all of them, the most wanted first
 */
public record OracleCatalogue(List<OracleUrl> urls) {

    private static final String[] LANGUAGES = {"de", "en", "fr", "ja"};
    private static final long[] LENGTHS = {0, 1, 200, 3_000, 17_000, 70_000, 400_000};

    public OracleCatalogue {
        urls = List.copyOf(urls);
    }

    /**
     * URLs of every behaviour, with lengths from none to 400 kB. Sites share their paths.
     *
     * @param perSite how many URLs each site has
     */
    public static OracleCatalogue mixed(List<String> sites, int perSite) {
        List<OracleUrl> urls = new ArrayList<>();
        for (int i = 0; i < perSite; i++) {
            for (String site : sites) {
                String name = "dir-" + i % 5 + "/item-" + i;
                urls.add(OracleUrl.of(site, name, LENGTHS[i % LENGTHS.length], behaviours(i)));
            }
        }
        return new OracleCatalogue(urls);
    }

    private static Behaviour[] behaviours(int number) {
        return switch (number % 11) {
            case 1 -> new Behaviour[] {Behaviour.VALIDATED};
            case 2 -> new Behaviour[] {Behaviour.CHUNKED};
            case 3 -> new Behaviour[] {Behaviour.VARY_LANGUAGE, Behaviour.VALIDATED};
            case 4 -> new Behaviour[] {Behaviour.MUST_REVALIDATE, Behaviour.VALIDATED};
            case 5 -> new Behaviour[] {Behaviour.PRIVATE};
            case 6 -> new Behaviour[] {Behaviour.COOKIE};
            case 7 -> new Behaviour[] {Behaviour.AUTHORIZATION};
            case 8 -> new Behaviour[] {Behaviour.NO_STORE, Behaviour.CHUNKED};
            case 9 -> new Behaviour[] {Behaviour.VARY_LANGUAGE, Behaviour.CHUNKED};
            default -> new Behaviour[] {};
        };
    }

    /** A request that a client might make: mostly a plain GET, now and then HEAD, a range, a validator, or one who leaves. */
    public Ask any(Random random) {
        Ask ask = plain(random);
        OracleUrl url = ask.url();
        int chance = random.nextInt(100);
        if (chance < 3) {
            return ask.headOnly();
        }
        if (chance < 8 && url.length() > 100) {
            long first = random.nextLong(url.length() - 1);
            return ask.span(first, first + random.nextLong(url.length()));
        }
        if (chance < 10 && url.length() > 10_000) {
            return ask.leavingAfter(random.nextLong(url.length() / 2));
        }
        return ask;
    }

    /** A plain GET of one of the URLs. */
    public Ask plain(Random random) {
        double skewed = Math.pow(random.nextDouble(), 3);
        OracleUrl url = urls.get((int) (skewed * urls.size()));
        Ask ask = Ask.get(url);
        if (url.is(Behaviour.VARY_LANGUAGE)) {
            ask = ask.in(LANGUAGES[random.nextInt(LANGUAGES.length)]);
        }
        return url.is(Behaviour.AUTHORIZATION) ? ask.as("Bearer u" + random.nextInt(20)) : ask;
    }

    /** Those that a purge covers. */
    public List<OracleUrl> those(Predicate<OracleUrl> covered) {
        return urls.stream().filter(covered).toList();
    }
}
