package io.everknown.memory.model;

import java.util.SortedMap;

/** Durations in buckets, each wider by a quarter of an octave, so that a percentile is known to within 9 %. */
public final class RankingTime {

    /** The upper end of the first bucket, in milliseconds. */
    private static final double LEAST = 0.01;

    private static final int PER_OCTAVE = 4;

    /** The last bucket, of all that takes longer than ten seconds. */
    private static final int LAST = 80;

    private RankingTime() {}

    /** The bucket of a duration, 0 to 80. */
    static int bucket(double millis) {
        double octaves = Math.log(Math.max(millis, LEAST) / LEAST) / Math.log(2);
        return (int) Math.min(LAST, Math.ceil(octaves * PER_OCTAVE - 1e-9));
    }

    /** The geometric middle of a bucket, in milliseconds. */
    static double millis(int bucket) {
        return LEAST * Math.pow(2, (bucket - 0.5) / PER_OCTAVE);
    }

    /**
     * A percentile by nearest rank, in milliseconds.
     *
     * @param counts how many are in each bucket; at least one in all
     * @param share of them that take no longer, in (0, 1]
     */
    static double percentile(SortedMap<Integer, Long> counts, double share) {
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        long rank = (long) Math.ceil(share * all);
        long seen = 0;
        for (var count : counts.entrySet()) {
            seen += count.getValue();
            if (seen >= rank) {
                return millis(count.getKey());
            }
        }
        throw new IllegalArgumentException("nothing was counted");
    }
}
