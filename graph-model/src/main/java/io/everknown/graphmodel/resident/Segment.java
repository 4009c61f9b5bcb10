package io.everknown.graphmodel.resident;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.recall.RecalledMemory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Some memories of one audience with all that they are searched by; never changes. */
final class Segment {

    /** Ids in Postgres's order, which is that of their bytes. */
    static final Comparator<UUID> BY_BYTES = (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    };

    /** What a memory's object and its moments take, measured (docs/recall.md). */
    private static final int OBJECT = 320;

    private static final int SOURCE = 130;

    private final RecalledMemory[] memories;
    private final HalfVectors vectors;
    private final Words words;

    /** The turns by user, conversation and position. */
    private final int[] places;

    /** Which facts were told in which turns, by turn. */
    private final Telling[] tellings;

    private final long bytes;

    Segment(List<Stored> all) {
        List<Stored> stored = new ArrayList<>(all);
        stored.sort(Comparator.comparing(one -> one.memory().id(), BY_BYTES));
        memories = stored.stream().map(Stored::memory).toArray(RecalledMemory[]::new);
        vectors = new HalfVectors(stored);
        words = new Words(stored);
        List<Integer> turns = new ArrayList<>();
        List<Telling> told = new ArrayList<>();
        long objects = 0;
        for (int i = 0; i < memories.length; i++) {
            RecalledMemory memory = memories[i];
            objects += OBJECT + memory.text().length();
            for (Source source : memory.sources()) {
                objects += SOURCE + source.sentence().length();
                if (!isTurn(i)) {
                    told.add(new Telling(source.turn(), i));
                    objects += 24;
                }
            }
            if (isTurn(i)) {
                turns.add(i);
            }
        }
        turns.sort((a, b) -> Place.of(memories[a]).compareTo(Place.of(memories[b])));
        places = turns.stream().mapToInt(Integer::intValue).toArray();
        told.sort(Comparator.comparing(Telling::turn, BY_BYTES));
        tellings = told.toArray(Telling[]::new);
        bytes = objects + vectors.bytes() + words.bytes() + 4L * places.length;
    }

    int size() {
        return memories.length;
    }

    long bytes() {
        return bytes;
    }

    RecalledMemory memory(int index) {
        return memories[index];
    }

    boolean isTurn(int index) {
        return memories[index].type() == MemoryType.TURN;
    }

    HalfVectors vectors() {
        return vectors;
    }

    Words words() {
        return words;
    }

    /** Where a memory is, or -1. */
    int find(UUID id) {
        return search(memories.length, index -> BY_BYTES.compare(memories[index].id(), id));
    }

    /** Where the turn at a place is, or -1. */
    int find(Place place) {
        int at =
                search(places.length, index -> Place.of(memories[places[index]]).compareTo(place));
        return at < 0 ? at : places[at];
    }

    /** Calls for each fact that was told in a turn. */
    void toldIn(UUID turn, IntConsumer fact) {
        int at = search(tellings.length, index -> BY_BYTES.compare(tellings[index].turn, turn));
        if (at < 0) {
            return;
        }
        int first = at;
        while (first > 0 && tellings[first - 1].turn.equals(turn)) {
            first--;
        }
        for (int i = first; i < tellings.length && tellings[i].turn.equals(turn); i++) {
            fact.accept(tellings[i].fact);
        }
    }

    /** All of it, to be put together anew. */
    List<Stored> back() {
        List<Stored> back = new ArrayList<>(memories.length);
        List<@Nullable Terms> terms = words.back();
        for (int i = 0; i < memories.length; i++) {
            back.add(new Stored(memories[i], vectors.get(i), terms.get(i)));
        }
        return back;
    }

    private static int search(int size, IntUnaryOperator compareWithWanted) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compareWithWanted.applyAsInt(middle);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    private record Telling(UUID turn, int fact) {}

    /** A turn's place; two users may give their conversations the same name. */
    record Place(String user, String conversation, long position) implements Comparable<Place> {

        static Place of(RecalledMemory turn) {
            Long position = turn.position();
            return new Place(turn.user(), turn.sources().getFirst().conversation(), position == null ? 0 : position);
        }

        Place shifted(int by) {
            return new Place(user, conversation, position + by);
        }

        @Override
        public int compareTo(Place other) {
            int order = user.compareTo(other.user);
            order = order != 0 ? order : conversation.compareTo(other.conversation);
            return order != 0 ? order : Long.compare(position, other.position);
        }
    }
}
