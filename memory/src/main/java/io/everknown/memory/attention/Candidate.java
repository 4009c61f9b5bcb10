package io.everknown.memory.attention;

import io.everknown.memory.embedding.TokenStates;
import io.everknown.memory.recall.RecalledMemory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A memory among which a question chooses, with what each channel said of it.
 *
 * @param memory the memory
 * @param cosine similarity to the question, in [-1, 1]
 * @param lexical BM25 score, 0 where no word matches
 * @param graph expansion score, 0 where no path leads to it
 * @param hops relations on that path, 0 where there is none
 * @param path names of the entities on it, the question's first, or null
 * @param tokens the states of its tokens, or of none where they are not at hand
 */
public record Candidate(
        RecalledMemory memory,
        double cosine,
        double lexical,
        double graph,
        int hops,
        @Nullable List<String> path,
        TokenStates tokens) {}
