package io.everknown.graphmodel.resident;

import io.everknown.memory.recall.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the best hits, equal ones in the order of their ids. */
final class Best {

    static final Comparator<Hit> FIRST =
            Comparator.comparingDouble(Hit::score).reversed().thenComparing(Hit::memory, Segment.BY_BYTES);

    private final int limit;
    private final PriorityQueue<Hit> worstFirst = new PriorityQueue<>(FIRST.reversed());

    Best(int limit) {
        this.limit = limit;
    }

    /** Whether a hit of this score might be among the best. */
    boolean wants(double score) {
        Hit worst = worstFirst.peek();
        return limit > 0 && (worst == null || worstFirst.size() < limit || score >= worst.score());
    }

    void offer(Hit hit) {
        worstFirst.add(hit);
        if (worstFirst.size() > limit) {
            worstFirst.poll();
        }
    }

    List<Hit> hits() {
        List<Hit> hits = new ArrayList<>(worstFirst);
        hits.sort(FIRST);
        return hits;
    }
}
