package io.skerry.purgeapi.http;

import io.skerry.purgeapi.delivery.NodeReport;
import io.skerry.purgeapi.inventory.Sample;
import io.skerry.purgeapi.inventory.Tally;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The contents of good answers. */
final class PurgeResults {

    private PurgeResults() {}

    /** Whether every node has a purge. */
    enum Completeness {
        COMPLETE,
        UNDER_WAY
    }

    static ObjectNode purged(KnownPurge purge, Completeness completeness) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("success", true)
                .put("id", purge.delivery().id().toString())
                .put("seq", purge.delivery().seq())
                .put("mode", purge.mode().token())
                .put("complete", completeness == Completeness.COMPLETE);
        purge.tally().ifPresent(tally -> matched(body, tally));
        ArrayNode nodes = body.putArray("nodes");
        purge.delivery().reports().now().forEach(report -> node(nodes.addObject(), report));
        body.putArray("errors");
        messages(body, purge.tally().filter(Tally.Busy.class::isInstance).isPresent());
        return body;
    }

    static ObjectNode dryRun(String mode, Tally tally) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("success", true).put("dry_run", true).put("mode", mode);
        matched(body, tally);
        ArrayNode sample = body.putArray("sample");
        switch (tally) {
            case Tally.Counted counted -> sample(sample, counted.sample());
            case Tally.Busy busy -> {}
        }
        body.putArray("errors");
        messages(body, false);
        return body;
    }

    private static void matched(ObjectNode body, Tally tally) {
        switch (tally) {
            case Tally.Counted counted ->
                body.putObject("matched")
                        .put("objects", counted.objects())
                        .put("bytes", counted.bytes())
                        .put("derived", counted.derived())
                        .put("exact", counted.precision() == Tally.Precision.EXACT);
            // Zero would be a lie, and an estimate from nothing no better.
            case Tally.Busy busy -> {}
        }
    }

    private static void messages(ObjectNode body, boolean uncounted) {
        ArrayNode messages = body.putArray("messages");
        if (uncounted) {
            messages.add("what this purge found was not counted: the node counts no more often than it can afford");
        }
    }

    private static void node(ObjectNode node, NodeReport report) {
        node.put("node", report.node()).put("status", report.state().token());
        switch (report.state()) {
            case APPLIED -> node.put("ms", report.took().toMillis());
            case QUEUED -> node.put("reason", report.reason());
        }
    }

    private static void sample(ArrayNode into, List<Sample> sample) {
        for (Sample one : sample) {
            ObjectNode shown = into.addObject();
            shown.put("url", one.url()).put("variant", one.variant()).put("bytes", one.bytes());
            ArrayNode tags = shown.putArray("tags");
            one.tags().forEach(tags::add);
            shown.put("age", one.ageSeconds());
        }
    }
}
