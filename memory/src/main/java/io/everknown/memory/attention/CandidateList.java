package io.everknown.memory.attention;

import io.everknown.memory.embedding.TokenStates;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A question and all it may choose from; what a reranker sees.
 *
 * @param question the question's text
 * @param terms the question's index terms, without repetitions
 * @param tokens the states of the question's tokens, or of none where they are not at hand
 * @param now the moment of asking
 * @param candidates the union of the channels, in no particular order, each memory once
 */
public record CandidateList(
        String question, Set<String> terms, TokenStates tokens, Instant now, List<Candidate> candidates) {

    /** A list to choose nothing from. */
    public static final CandidateList EMPTY =
            new CandidateList("", Set.of(), TokenStates.NONE, Instant.EPOCH, List.of());

    public CandidateList {
        terms = Set.copyOf(terms);
        candidates = List.copyOf(candidates);
    }
}
