package io.everknown.graphmodel.resident;

import io.everknown.memory.recall.Bm25;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * A segment without what was erased or written anew since; never changes.
 *
 * @param dead what does not count any more
 * @param turns what the index of words has of the turns that count
 * @param facts the same of the facts
 */
record Part(Segment segment, BitSet dead, Bm25 turns, Bm25 facts) {

    static Part of(List<Stored> memories) {
        return of(new Segment(memories), new BitSet());
    }

    private static Part of(Segment segment, BitSet dead) {
        long[] documents = new long[2];
        long[] length = new long[2];
        for (int i = dead.nextClearBit(0); i < segment.size(); i = dead.nextClearBit(i + 1)) {
            if (segment.words().indexes(i)) {
                int kind = segment.isTurn(i) ? 0 : 1;
                documents[kind]++;
                length[kind] += segment.words().length(i);
            }
        }
        return new Part(segment, dead, new Bm25(documents[0], length[0]), new Bm25(documents[1], length[1]));
    }

    Part without(Collection<UUID> ids) {
        BitSet gone = (BitSet) dead.clone();
        for (UUID id : ids) {
            int at = segment.find(id);
            if (at >= 0) {
                gone.set(at);
            }
        }
        return gone.cardinality() == dead.cardinality() ? this : of(segment, gone);
    }

    /** How many memories that count mention an entity. */
    int mentions(UUID entity) {
        Mentions all = segment.mentions();
        int number = all.find(entity);
        if (number < 0) {
            return 0;
        }
        int start = all.start(number, false);
        int end = all.end(number, true);
        if (dead.isEmpty()) {
            return end - start;
        }
        int count = 0;
        for (int place = start; place < end; place++) {
            count += counts(all.memory(place)) ? 1 : 0;
        }
        return count;
    }

    /** Whether a relation of a fact that counts touches an entity. */
    boolean relates(UUID entity) {
        boolean[] touched = new boolean[1];
        for (int i = dead.nextClearBit(0); i < segment.size() && !touched[0]; i = dead.nextClearBit(i + 1)) {
            segment.mentions().related(i, end -> touched[0] |= end.equals(entity));
        }
        return touched[0];
    }

    boolean counts(int index) {
        return !dead.get(index);
    }

    int size() {
        return segment.size() - dead.cardinality();
    }

    boolean isMostlyDead() {
        return dead.cardinality() * 2 > segment.size();
    }

    /** Where a memory that counts is, or -1. */
    int find(UUID id) {
        int at = segment.find(id);
        return at >= 0 && counts(at) ? at : -1;
    }

    int find(Segment.Place place) {
        int at = segment.find(place);
        return at >= 0 && counts(at) ? at : -1;
    }

    /** What counts, to be put together anew. */
    List<Stored> back() {
        List<Stored> all = segment.back();
        List<Stored> back = new ArrayList<>(size());
        for (int i = 0; i < all.size(); i++) {
            if (counts(i)) {
                back.add(all.get(i));
            }
        }
        return back;
    }
}
