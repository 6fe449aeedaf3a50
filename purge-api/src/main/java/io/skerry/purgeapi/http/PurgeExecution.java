package io.skerry.purgeapi.http;

import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.PurgeReceipt;
import io.skerry.purgeapi.FieldError;
import io.skerry.purgeapi.PurgeCommand;
import io.skerry.purgeapi.SelectorResolution;
import io.skerry.purgeapi.delivery.Delivery;
import io.skerry.purgeapi.delivery.NodeReports.Settlement;
import io.skerry.purgeapi.delivery.PurgeOrder;
import io.skerry.purgeapi.inventory.Tally;
import io.skerry.purgeapi.token.PurgeAuthority;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** One well-formed purge request: may the caller, what does it mean here, purge or look, wait, answer. On its event loop alone. */
final class PurgeExecution {

    private static final Logger LOG = LoggerFactory.getLogger(PurgeExecution.class);

    private final PurgeParts parts;
    private final Memory memory;
    private final ApiCall call;
    private final Dialect dialect;
    private final WaitPreference wait;

    PurgeExecution(PurgeParts parts, Memory memory, ApiCall call, Dialect dialect) {
        this.parts = parts;
        this.memory = memory;
        this.call = call;
        this.dialect = dialect;
        this.wait = WaitPreference.of(call.request().headers().getAll("Prefer"));
    }

    /**
     * What outlives a call.
     *
     * @param recent purges that can be asked for
     * @param latencies how long purges took
     * @param context the event loop of the call
     */
    record Memory(RecentPurges recent, LatencyWindow latencies, Context context) {}

    /** Whose clients read the answer. */
    enum Dialect {
        NATIVE,
        FASTLY,
        CLOUDFLARE
    }

    /** Runs it; {@code answer} is called once, on the event loop. */
    void run(PurgeCommand command, Consumer<PurgeResponse> answer) {
        switch (PurgeAuthority.of(call.caller(), command)) {
            case PurgeAuthority.Denied denied ->
                answer.accept(PurgeResponse.forbidden(new FieldError(denied.pointer(), denied.detail())));
            case PurgeAuthority.Allowed allowed -> resolve(command, allowed, answer);
        }
    }

    private void resolve(PurgeCommand command, PurgeAuthority.Allowed allowed, Consumer<PurgeResponse> answer) {
        switch (SelectorResolution.of(command, allowed.sites(), parts.targets().get())) {
            case SelectorResolution.Unresolved unresolved ->
                answer.accept(PurgeResponse.malformed(unresolved.errors()));
            case SelectorResolution.Resolved resolved ->
                act(new Resolved(command, allowed, resolved.selectors()), answer);
        }
    }

    private record Resolved(PurgeCommand command, PurgeAuthority.Allowed allowed, List<PurgeSelector> selectors) {}

    private void act(Resolved resolved, Consumer<PurgeResponse> answer) {
        switch (resolved.command().how().action()) {
            case DRY_RUN -> look(resolved, answer);
            case PURGE -> purge(resolved, answer);
        }
    }

    private void look(Resolved resolved, Consumer<PurgeResponse> answer) {
        String mode = resolved.command().how().mode().token();
        parts.inventory()
                .inspect(resolved.selectors(), wait.time())
                .whenComplete((tally, failure) ->
                        memory.context().runOnContext(hop -> answer.accept(dryRun(mode, tally, failure))));
    }

    private PurgeResponse dryRun(String mode, Tally tally, Throwable failure) {
        return switch (tally) {
            case null -> defect("a dry run", failure, "What is stored could not be looked at");
            case Tally.Busy busy ->
                PurgeResponse.refused(503, "Too many dry runs are under way").with("Retry-After", "2");
            case Tally.Counted counted -> preferring(PurgeResponse.success(200, PurgeResults.dryRun(mode, counted)));
        };
    }

    private void purge(Resolved resolved, Consumer<PurgeResponse> answer) {
        PurgeCommand.How how = resolved.command().how();
        long started = System.nanoTime();
        // Begun first: what was purged before is not counted again.
        CompletionStage<Tally> counting = parts.inventory().count(resolved.selectors());
        parts.nodes()
                .deliver(new PurgeOrder(resolved.selectors(), how.mode(), how.reach()))
                .whenComplete((delivery, failure) -> memory.context().runOnContext(hop -> {
                    switch (delivery) {
                        case null ->
                            answer.accept(
                                    defect("a purge", failure, "The purge failed; whether it is in force is unknown"));
                        case Delivery.Refused refused -> answer.accept(refused(refused.reason()));
                        case Delivery.InForce inForce ->
                            count(resolved, inForce, new Purged(counting, started, answer));
                    }
                }));
    }

    private record Purged(CompletionStage<Tally> counting, long started, Consumer<PurgeResponse> answer) {}

    private void count(Resolved resolved, Delivery.InForce inForce, Purged purged) {
        call.purged(inForce.id().toString());
        parts.events().applied(resolved.selectors(), resolved.command().how().mode());
        purged.counting()
                .whenComplete((tally, failure) -> memory.context().runOnContext(hop -> {
                    KnownPurge known = new KnownPurge(
                            inForce,
                            resolved.command().how().mode(),
                            resolved.allowed().sites(),
                            Optional.ofNullable(tally));
                    if (tally instanceof Tally.Counted counted) {
                        parts.events().matched(counted.objects());
                    }
                    memory.recent().add(known);
                    await(known, purged);
                }));
    }

    /** Waits for the other nodes as long as the caller wants to. */
    private void await(KnownPurge purge, Purged purged) {
        CompletionStage<Settlement> settled = purge.delivery().reports().settled();
        settled.thenAccept(completing(parts.events(), memory.latencies(), purged.started()));
        long left = wait.time().toNanos() - (System.nanoTime() - purged.started());
        FirstEnd first = new FirstEnd(memory.context(), end -> purged.answer().accept(purged(purge, end)));
        first.by(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        settled.thenAccept(first);
    }

    private static Consumer<Settlement> completing(PurgeEvents events, LatencyWindow latencies, long started) {
        return end -> {
            if (end == Settlement.EVERYWHERE) {
                Duration took = Duration.ofNanos(System.nanoTime() - started);
                latencies.add(took.toMillis());
                events.complete(took);
            }
        };
    }

    private PurgeResponse purged(KnownPurge purge, Settlement settlement) {
        PurgeResults.Completeness completeness = switch (settlement) {
            case EVERYWHERE -> PurgeResults.Completeness.COMPLETE;
            case LATER -> PurgeResults.Completeness.UNDER_WAY;
        };
        ObjectNode body = PurgeResults.purged(purge, completeness);
        String id = purge.delivery().id().toString();
        switch (dialect) {
            case NATIVE -> {}
            case FASTLY -> body.put("status", "ok");
            case CLOUDFLARE -> body.putObject("result").put("id", id);
        }
        return preferring(
                switch (completeness) {
                    case COMPLETE -> PurgeResponse.success(200, body);
                    case UNDER_WAY -> PurgeResponse.success(202, body).with("Location", "/purge/" + id);
                });
    }

    private PurgeResponse preferring(PurgeResponse answer) {
        return wait.applied()
                .map(applied -> answer.with("Preference-Applied", applied))
                .orElse(answer);
    }

    private static PurgeResponse refused(PurgeReceipt.RefusedReason reason) {
        return switch (reason) {
            case JOURNAL_UNWRITABLE ->
                PurgeResponse.refused(503, "The purge journal cannot be written; nothing was purged");
            case OVERLOADED ->
                PurgeResponse.refused(503, "Too many purges are waiting; nothing was purged")
                        .with("Retry-After", "1");
            case CLOSING -> PurgeResponse.refused(503, "The node is shutting down; nothing was purged");
            case TOO_LARGE ->
                PurgeResponse.refused(413, "The purge is larger than the journal takes; nothing was purged");
        };
    }

    private static PurgeResponse defect(String what, Throwable failure, String detail) {
        LOG.error("{} failed in a way that cannot be", what, failure);
        return PurgeResponse.refused(500, detail);
    }
}
