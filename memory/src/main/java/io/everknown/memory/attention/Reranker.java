package io.everknown.memory.attention;

/** Puts candidates in order. */
public interface Reranker {

    /** Name and version of the model, told with every answer. */
    String modelVersion();

    /**
     * A score for each candidate, greater is better, in the list's order. Equal lists get equal scores, and the order
     * of the list makes no difference to a candidate's score.
     */
    double[] score(CandidateList list);
}
