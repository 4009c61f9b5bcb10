package io.everknown.memory.graph;

/**
 * What every expansion goes by, wherever it runs. Of an entity the newest memories count, so that a hub costs no more than
 * its share; relations that they state lead one step further.
 */
public final class ExpansionRule {

    /** Entities of a question that are followed, the rarest first. */
    public static final int SEEDS = 24;

    /** Mentions of an entity of a question that are looked at, the newest first, and memories taken from these. */
    public static final int SCANNED = 1000;

    public static final int NEWEST = 200;

    /** Mentions by facts whose relations are followed. */
    public static final int BRIDGES = 60;

    /** Entities reached by relations, mentions of each that are looked at, and memories taken from these. */
    public static final int NEIGHBOURS = 24;

    public static final int FAR_SCANNED = 50;

    public static final int FAR_NEWEST = 10;

    /** What a memory two hops away counts against one that names the question's entity. */
    public static final double DISCOUNT = 0.3;

    private ExpansionRule() {}

    /** What an entity weighs: a rare name leads where a hub does not (Adamic and Adar 2003, with 2 added to the degree). */
    public static double weight(long mentions) {
        return 1.0 / Math.log(2.0 + (double) mentions);
    }

    /** What an entity weighs that is reached from one of {@code weight}. */
    public static double weightBeyond(double weight, long mentions) {
        return weight * DISCOUNT / Math.log(2.0 + (double) mentions);
    }
}
