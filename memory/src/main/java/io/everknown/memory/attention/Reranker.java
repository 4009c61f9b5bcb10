package io.everknown.memory.attention;

/** Puts candidates in order. */
public interface Reranker {

    /**
     * A score for each candidate, greater is better, in the list's order. Equal lists get equal scores, and the order
     * of the list makes no difference to a candidate's score.
     */
    Ranking rank(CandidateList list);

    /**
     * What a model makes of a list.
     *
     * @param modelVersion name and version of the model that scored, told with every answer
     * @param scores {@code [candidates]}
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Ranking(String modelVersion, double[] scores) {}
}
