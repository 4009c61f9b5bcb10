package io.everknown.api.benchmark;

import java.util.List;
import java.util.Set;

/**
 * How well a ranking of turns finds those that answer. All are in [0, 1]; {@code evidence} has at least one turn, and each
 * counts alike.
 */
final class Metrics {

    private Metrics() {}

    /** R@k: the share of the evidence among the first k. */
    static double recall(int k, List<String> ranked, Set<String> evidence) {
        return (double) found(k, ranked, evidence) / evidence.size();
    }

    /** Whether any of the evidence is among the first k: 1 or 0. */
    static double any(int k, List<String> ranked, Set<String> evidence) {
        return found(k, ranked, evidence) > 0 ? 1 : 0;
    }

    /** One over the place of the first turn that answers, 0 where none is there; its mean is the MRR. */
    static double reciprocalRank(List<String> ranked, Set<String> evidence) {
        for (int place = 0; place < ranked.size(); place++) {
            if (evidence.contains(ranked.get(place))) {
                return 1.0 / (place + 1);
            }
        }
        return 0;
    }

    /**
     * nDCG@k (Järvelin and Kekäläinen 2002) where a turn either answers or doesn't:
     *
     * <pre>sum over the evidence's places p ≤ k of 1 / log2(p + 1), over the same sum of the best order</pre>
     */
    static double ndcg(int k, List<String> ranked, Set<String> evidence) {
        double gain = 0;
        double best = 0;
        for (int place = 0; place < k; place++) {
            double worth = Math.log(2) / Math.log(place + 2.0);
            gain += place < ranked.size() && evidence.contains(ranked.get(place)) ? worth : 0;
            best += place < evidence.size() ? worth : 0;
        }
        return gain / best;
    }

    private static long found(int k, List<String> ranked, Set<String> evidence) {
        return ranked.stream().limit(k).filter(evidence::contains).count();
    }
}
