package io.everknown.graphmodel.resident;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.embedding.TokenStates;
import io.everknown.memory.extraction.SlotKinds;
import io.everknown.memory.recall.RecalledMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
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

    private static final int TELLING = 24;

    private static final long LINK = 4;

    private final RecalledMemory[] memories;
    private final HalfVectors vectors;
    private final TokenStates[] tokens;
    private final Words words;
    private final Mentions mentions;

    /** Which of the memories are turns; not read from themselves, as that is asked of each with each question. */
    private final BitSet turns = new BitSet();

    /** The turns by user, conversation and position. */
    private final int[] places;

    /** Which facts were told in which turns, by turn. */
    private final Telling[] tellings;

    /** The facts that are pinned or set a slot. */
    private final int[] slotted;

    private final long bytes;

    Segment(List<Stored> all) {
        List<Stored> stored = new ArrayList<>(all);
        stored.sort(Comparator.comparing(one -> one.memory().id(), BY_BYTES));
        memories = stored.stream().map(Stored::memory).toArray(RecalledMemory[]::new);
        vectors = new HalfVectors(stored);
        tokens = stored.stream().map(Stored::tokens).toArray(TokenStates[]::new);
        words = new Words(stored);
        mentions = new Mentions(stored);
        List<Telling> told = new ArrayList<>();
        long objects = 0;
        for (int i = 0; i < memories.length; i++) {
            RecalledMemory memory = memories[i];
            objects += objectBytes(memory);
            if (memory.type() == MemoryType.TURN) {
                turns.set(i);
                continue;
            }
            for (Source source : memory.sources()) {
                told.add(new Telling(source.turn(), i));
            }
        }
        places = turns.stream()
                .boxed()
                .sorted(Comparator.comparing(i -> Place.of(memories[i])))
                .mapToInt(Integer::intValue)
                .toArray();
        slotted = IntStream.range(0, memories.length)
                .filter(i -> memories[i].upkeep().pinned() || memories[i].slot() != null)
                .toArray();
        told.sort(Comparator.comparing(Telling::turn, BY_BYTES));
        tellings = told.toArray(Telling[]::new);
        bytes = objects
                + Arrays.stream(tokens).mapToLong(TokenStates::bytes).sum()
                + vectors.bytes()
                + words.bytes()
                + mentions.bytes()
                + 4L * places.length
                + 4L * slotted.length;
    }

    /** About how much memory a memory takes beside others. */
    static long bytes(Stored one) {
        short[] vector = one.vector();
        Terms terms = one.terms();
        return objectBytes(one.memory())
                + (vector == null ? 0 : 2L * vector.length)
                + one.tokens().bytes()
                + (terms == null ? 0 : 6L * terms.distinct().length)
                + LINK * (one.links().entities().size() + one.links().related().size());
    }

    private static long objectBytes(RecalledMemory memory) {
        long bytes = OBJECT + (long) memory.text().length();
        long telling = memory.type() == MemoryType.TURN ? 0 : TELLING;
        for (Source source : memory.sources()) {
            bytes += SOURCE + telling + source.sentence().length();
        }
        return bytes;
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
        return turns.get(index);
    }

    HalfVectors vectors() {
        return vectors;
    }

    Words words() {
        return words;
    }

    Mentions mentions() {
        return mentions;
    }

    /** The states of a memory's tokens. */
    TokenStates tokens(int index) {
        return tokens[index];
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

    /** Calls for each fact that is pinned or whose slot is of one of these families. */
    void slotted(Set<String> families, IntConsumer fact) {
        for (int at : slotted) {
            String slot = memories[at].slot();
            if (memories[at].upkeep().pinned() || (slot != null && families.contains(SlotKinds.family(slot)))) {
                fact.accept(at);
            }
        }
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
        List<Links> links = mentions.back();
        for (int i = 0; i < memories.length; i++) {
            back.add(new Stored(memories[i], vectors.get(i), tokens[i], terms.get(i), links.get(i)));
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
