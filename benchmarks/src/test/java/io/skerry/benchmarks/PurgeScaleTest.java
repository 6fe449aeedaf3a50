package io.skerry.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.benchmarks.PurgeScale.Report;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scale of purges in a short form: a purge of everything costs no more than one of a URL, by order of magnitude. */
class PurgeScaleTest {

    @Test
    @Timeout(60)
    void purge_of_a_url_a_tag_and_everything_cost_the_same_order_of_time(@TempDir Path folder) throws Exception {
        Report report = new PurgeScale(folder, 20_000, 100).run();
        System.out.println(report);

        double url = report.url().inForce().p50Micros();
        assertThat(report.tag().inForce().p50Micros()).isLessThan(10 * url);
        assertThat(report.everything().inForce().p50Micros()).isLessThan(10 * url);
        // Many at once share synchronisations: each of 64 waits for few, not for 64.
        assertThat(report.grouped().p50Micros()).isLessThan(30 * report.fsync().p50Micros() + 20_000);
        assertThat(report.quietHit().p50Micros()).isLessThan(50);
    }
}
