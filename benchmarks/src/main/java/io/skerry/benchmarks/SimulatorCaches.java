package io.skerry.benchmarks;

import com.github.benmanes.caffeine.cache.simulator.admission.Admission;
import com.github.benmanes.caffeine.cache.simulator.policy.AccessEvent;
import com.github.benmanes.caffeine.cache.simulator.policy.Policy;
import com.github.benmanes.caffeine.cache.simulator.policy.Policy.Characteristic;
import com.github.benmanes.caffeine.cache.simulator.policy.adaptive.ArcPolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.adaptive.CarPolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.adaptive.CartPolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.greedy_dual.CampPolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.greedy_dual.GDWheelPolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.greedy_dual.GdsfPolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.irr.ClockProPlusPolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.irr.FrdPolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.irr.LirsPolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.linked.LinkedPolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.linked.LinkedPolicy.EvictionPolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.linked.MultiQueuePolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.linked.S4LruPolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.linked.SegmentedLruPolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.linked.SievePolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.product.CaffeinePolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.sketch.WindowTinyLfuPolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.sketch.climbing.HillClimberWindowTinyLfuPolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.sketch.feedback.FeedbackWindowTinyLfuPolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.sketch.segment.FullySegmentedWindowTinyLfuPolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.sketch.segment.S4WindowTinyLfuPolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.two_queue.S3FifoPolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.two_queue.TuQueuePolicy;
import com.github.benmanes.caffeine.cache.simulator.policy.two_queue.TwoQueuePolicy;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The policies of Caffeine's simulator, as published, with its default settings. Not among them: the clairvoyant one, and caches that are
 * other products. Where responses differ in size, those that weigh them.
 */
final class SimulatorCaches {

    private SimulatorCaches() {}

    /** Policies that weigh, of so many bytes; all charge the store's own weights. */
    static List<SimulatedCache> weighing(long capacityBytes, Weights weights) {
        List<SimulatedCache> caches = new ArrayList<>();
        for (Policy policy : weighted(settings(capacityBytes), EnumSet.of(Characteristic.WEIGHTED))) {
            caches.add(new Simulated(policy, weights));
        }
        return caches;
    }

    /** All policies, of so many entries. */
    static List<SimulatedCache> counting(long entries) {
        Config settings = settings(entries);
        List<Policy> policies = new ArrayList<>(weighted(settings, Set.of()));
        policies.addAll(WindowTinyLfuPolicy.policies(settings));
        policies.addAll(HillClimberWindowTinyLfuPolicy.policies(settings));
        policies.addAll(FeedbackWindowTinyLfuPolicy.policies(settings));
        policies.addAll(S4WindowTinyLfuPolicy.policies(settings));
        policies.addAll(FullySegmentedWindowTinyLfuPolicy.policies(settings));
        policies.addAll(S4LruPolicy.policies(settings));
        policies.addAll(SegmentedLruPolicy.policies(settings));
        policies.addAll(List.of(
                new LinkedPolicy(settings, Set.of(), Admission.TINYLFU, EvictionPolicy.LRU),
                new LinkedPolicy(settings, Set.of(), Admission.TINYLFU, EvictionPolicy.FIFO),
                new MultiQueuePolicy(settings),
                new LirsPolicy(settings),
                new FrdPolicy(settings),
                new ClockProPlusPolicy(settings),
                new ArcPolicy(settings),
                new CarPolicy(settings),
                new CartPolicy(settings),
                new TuQueuePolicy(settings),
                new TwoQueuePolicy(settings)));
        List<SimulatedCache> caches = new ArrayList<>();
        for (Policy policy : policies) {
            caches.add(new Simulated(policy, null));
        }
        return caches;
    }

    private static List<Policy> weighted(Config settings, Set<Characteristic> characteristics) {
        return List.of(
                new LinkedPolicy(settings, characteristics, Admission.ALWAYS, EvictionPolicy.CLOCK),
                new SievePolicy(settings),
                new S3FifoPolicy(settings),
                new CampPolicy(settings),
                new GdsfPolicy(settings),
                new GDWheelPolicy(settings),
                new CaffeinePolicy(settings, characteristics));
    }

    private static Config settings(long capacity) {
        Config own = ConfigFactory.parseMap(Map.of(
                "caffeine.simulator.maximum-size",
                capacity,
                "caffeine.simulator.admission",
                List.of("Always", "TinyLfu")));
        return own.withFallback(ConfigFactory.load()).getConfig("caffeine.simulator");
    }

    /** One policy. */
    private static final class Simulated implements SimulatedCache {
        private final Policy policy;
        private final @Nullable Weights weights;

        Simulated(Policy policy, @Nullable Weights weights) {
            this.policy = policy;
            this.weights = weights;
        }

        @Override
        public String name() {
            return policy.stats().name();
        }

        @Override
        public boolean ask(long id, int bytes) {
            long before = policy.stats().hitCount();
            policy.record(
                    weights == null ? AccessEvent.forKey(id) : AccessEvent.forKeyAndWeight(id, weights.of(bytes)));
            return policy.stats().hitCount() > before;
        }

        @Override
        public void close() {
            policy.finished();
        }
    }
}
