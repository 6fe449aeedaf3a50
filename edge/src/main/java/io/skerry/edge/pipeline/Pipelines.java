package io.skerry.edge.pipeline;

import io.skerry.edge.generation.Generation;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.pipeline.fetch.FetchSteps;
import io.skerry.edge.pipeline.fetch.UnstoredResponses;
import io.skerry.edge.pipeline.slices.SliceFills;
import io.skerry.edge.pipeline.slices.SliceSteps;
import io.skerry.edge.pipeline.slices.SlicedAnswers;
import io.skerry.edge.pipeline.upstream.ResumedAnswers;
import io.skerry.edge.pipeline.upstream.Upstream;
import java.util.function.Supplier;

/**
 * The line, put together.
 *
 * @param clients takes clients' requests
 * @param functions takes requests that functions make
 * @param unstored why answers were not stored, as far as it is remembered
 */
public record Pipelines(ClientRequests clients, SubRequests functions, UnstoredResponses unstored) {

    /** Joins the steps. {@code generations} gives the one in force, for each new request. */
    public static Pipelines of(PipelineParts parts, Supplier<Generation> generations) {
        Upstream upstream = new Upstream(parts.clock(), parts.memory(), parts.origins(), parts.mark());
        PassSteps pass = new PassSteps(upstream, parts);
        SliceSteps slices = new SliceSteps(parts, upstream);
        UnstoredResponses unstored = new UnstoredResponses();
        FetchSteps fetch = new FetchSteps(parts, upstream, unstored, new SliceFills(parts, slices));
        CacheSteps cache = new CacheSteps(
                parts, pass, fetch, new SlicedAnswers(slices, parts.clock()), new ResumedAnswers(upstream));
        RequestPipeline pipeline = new RequestPipeline(cache, pass, parts);
        return new Pipelines(
                new ClientRequests(generations, pipeline, parts), new SubRequests(pipeline, parts), unstored);
    }
}
