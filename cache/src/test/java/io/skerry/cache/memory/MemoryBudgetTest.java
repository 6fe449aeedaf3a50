package io.skerry.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.cache.memory.MemoryBudget.Account;
import io.skerry.cache.memory.MemoryBudget.Claim;
import io.skerry.cache.memory.MemoryBudget.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private final MemoryBudget budget = new MemoryBudget(Map.of(Use.BODIES, 100L, Use.ENCODERS, 10L));

    @Test
    void what_is_beyond_a_limit_is_refused_before_anything_is_taken() {
        assertThat(budget.tryReserve(Use.BODIES, 60)).isTrue();
        assertThat(budget.tryReserve(Use.BODIES, 41)).isFalse();
        assertThat(budget.tryReserve(Use.BODIES, 40)).isTrue();

        assertThat(account(Use.BODIES)).isEqualTo(new Account(100, 100, 1));
        assertThat(budget.tryReserve(Use.ENCODERS, 10))
                .as("others have their own")
                .isTrue();
    }

    @Test
    void what_was_charged_without_asking_is_missing_to_the_next() {
        budget.charge(Use.BODIES, 150);

        assertThat(budget.tryReserve(Use.BODIES, 1)).isFalse();
        assertThat(budget.refuses(Use.BODIES)).isTrue();
        budget.release(Use.BODIES, 150);
        assertThat(budget.refuses(Use.BODIES)).isFalse();
        assertThat(budget.tryReserve(Use.BODIES, 100)).isTrue();
    }

    @Test
    void claim_gives_everything_back_once_and_takes_nothing_after_that() {
        Claim claim = budget.claim(Use.BODIES);
        assertThat(claim.add(30)).isTrue();
        assertThat(claim.add(80)).isFalse();
        assertThat(claim.add(70)).isTrue();

        claim.close();
        claim.close();
        assertThat(budget.bytes(Use.BODIES)).isZero();
        assertThat(claim.add(1)).isFalse();
        assertThat(budget.bytes(Use.BODIES)).isZero();
    }

    @Test
    void giving_back_more_than_was_taken_is_a_defect() {
        assertThatThrownBy(() -> budget.release(Use.WORK, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void observed_use_is_shown_as_it_is_counted_elsewhere() {
        budget.observe(Use.NETWORK, () -> 42);

        assertThat(budget.bytes(Use.NETWORK)).isEqualTo(42);
        assertThat(account(Use.NETWORK).bytes()).isEqualTo(42);
    }

    @Test
    void many_threads_never_pass_the_limit_together_and_leave_nothing_taken() throws Exception {
        List<Thread> threads = new ArrayList<>();
        List<Throwable> wrong = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            SplittableRandom random = new SplittableRandom(t);
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 20_000; i++) {
                    try (Claim claim = budget.claim(Use.BODIES)) {
                        claim.add(random.nextInt(60));
                        claim.add(random.nextInt(60));
                        long taken = budget.bytes(Use.BODIES);
                        if (taken > 100 || taken < 0) {
                            synchronized (wrong) {
                                wrong.add(new AssertionError(taken + " taken"));
                            }
                        }
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(wrong).isEmpty();
        assertThat(budget.bytes(Use.BODIES)).isZero();
        assertThat(account(Use.BODIES).refusals()).isPositive();
    }

    private Account account(Use use) {
        return Objects.requireNonNull(budget.accounts().get(use));
    }
}
