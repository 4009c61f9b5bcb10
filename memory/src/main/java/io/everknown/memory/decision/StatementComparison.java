package io.everknown.memory.decision;

import java.util.List;

/** Tells what the newer of two statements of one speaker does to the older, from their words. */
public interface StatementComparison {

    /** Compares nothing: only slots and frames close facts then. */
    StatementComparison NONE = new StatementComparison() {
        @Override
        public String version() {
            return "";
        }

        @Override
        public List<Verdict> compare(List<Pair> pairs) {
            return pairs.stream().map(_ -> Verdict.UNRELATED).toList();
        }
    };

    /** Name and version of the model, written with each decision; empty where nothing is compared. */
    String version();

    /**
     * The verdicts on pairs of statements.
     *
     * @return one verdict a pair, in order
     */
    List<Verdict> compare(List<Pair> pairs);

    /** Two statements in the first person of their speaker. */
    record Pair(String older, String newer) {}

    /**
     * How likely each is, in [0, 1]; the rest is that both are true beside each other.
     *
     * @param replaces the newer gives the same attribute of the same thing another value
     * @param same the newer says the same in other words
     * @param ends the newer tells that the older is over, or takes it back
     */
    record Verdict(double replaces, double same, double ends) {

        static final Verdict UNRELATED = new Verdict(0, 0, 0);
    }
}
