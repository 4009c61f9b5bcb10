package io.everknown.memory.recall;

import io.everknown.memory.model.ModelRoute;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The few memories that fit.
 *
 * @param items best first
 * @param totalTokens tokens of {@code context}
 * @param context a text ready for a prompt: the items in order of time, dates written out
 * @param modelVersion the reranker that ordered them
 * @param routedVersion the version in the registry that serves the tenant; where it can't rank a list, {@code modelVersion} is
 *     what ranked in its place
 * @param modelRoute why that version serves the tenant
 * @param degraded channels that gave nothing because they were down or late, and {@code model} where the tenant's version
 *     can't be loaded and another ranked
 * @param timings milliseconds a stage: embed, vector, lexical, graph, rerank, pack, total
 */
public record RecallAnswer(
        List<Item> items,
        int totalTokens,
        String context,
        String modelVersion,
        String routedVersion,
        ModelRoute modelRoute,
        List<String> degraded,
        Map<String, Double> timings) {

    /**
     * One memory of the answer.
     *
     * @param memory the memory
     * @param score the reranker's score
     * @param tokens what it costs of the budget
     * @param why what each channel said
     */
    public record Item(RecalledMemory memory, double score, int tokens, Why why) {}

    /**
     * Why an item is there.
     *
     * @param vector cosine to the question
     * @param lexical BM25 score
     * @param graph expansion score
     * @param attention the reranker's share in the whole list, in [0, 1]
     * @param path names of the entities that led to it, or null
     */
    public record Why(
            double vector,
            double lexical,
            double graph,
            double attention,
            @Nullable List<String> path) {}
}
