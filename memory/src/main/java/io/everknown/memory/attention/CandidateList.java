package io.everknown.memory.attention;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A question and all it may choose from; what a reranker sees.
 *
 * @param question the question's text
 * @param terms the question's index terms, without repetitions
 * @param now the moment of asking
 * @param candidates the union of the channels, in no particular order, each memory once
 */
public record CandidateList(String question, Set<String> terms, Instant now, List<Candidate> candidates) {

    public CandidateList {
        terms = Set.copyOf(terms);
        candidates = List.copyOf(candidates);
    }
}
