package io.everknown.graphmodel.resident;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Which memories of a segment name which entities: two rows an entity, of the facts and of the turns that mention it, the
 * newest first. Beside them, which entities the relations of a fact touch.
 */
final class Mentions {

    private final UUID[] entities;
    private final int[] starts;
    private final int[] memories;
    private final long[] at;
    private final int[] relatedStarts;
    private final int[] related;

    Mentions(List<Stored> stored) {
        TreeSet<UUID> named = new TreeSet<>(Segment.BY_BYTES);
        stored.forEach(one -> {
            named.addAll(one.links().entities());
            named.addAll(one.links().related());
        });
        entities = named.toArray(UUID[]::new);
        Map<UUID, Integer> numbers = HashMap.newHashMap(entities.length);
        for (int i = 0; i < entities.length; i++) {
            numbers.put(entities[i], i);
        }
        at = stored.stream().mapToLong(one -> one.links().at()).toArray();
        starts = new int[2 * entities.length + 1];
        stored.forEach(one -> one.links().entities().forEach(id -> starts[row(numbers, id, one) + 1]++));
        Arrays.parallelPrefix(starts, Integer::sum);
        memories = new int[starts[2 * entities.length]];
        int[] next = starts.clone();
        IntStream.range(0, at.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> at[i]).reversed())
                .forEach(i -> {
                    Stored one = stored.get(i);
                    one.links().entities().forEach(id -> memories[next[row(numbers, id, one)]++] = i);
                });
        relatedStarts = new int[at.length + 1];
        for (int i = 0; i < at.length; i++) {
            relatedStarts[i + 1] =
                    relatedStarts[i] + stored.get(i).links().related().size();
        }
        related = stored.stream()
                .flatMap(one -> one.links().related().stream())
                .mapToInt(id -> numbers.getOrDefault(id, -1))
                .toArray();
    }

    private static int row(Map<UUID, Integer> numbers, UUID entity, Stored memory) {
        return 2 * numbers.getOrDefault(entity, -1) + (memory.isTurn() ? 1 : 0);
    }

    /** The number of an entity that is named here, or below 0. */
    int find(UUID entity) {
        return Arrays.binarySearch(entities, entity, Segment.BY_BYTES);
    }

    /** Where the facts that mention an entity begin, or the turns; they end where the next row begins. */
    int start(int entity, boolean turns) {
        return starts[2 * entity + (turns ? 1 : 0)];
    }

    int end(int entity, boolean turns) {
        return starts[2 * entity + (turns ? 2 : 1)];
    }

    /** The memory at a place of a row. */
    int memory(int place) {
        return memories[place];
    }

    /** When a memory dates from, see {@link Links}. */
    long at(int memory) {
        return at[memory];
    }

    /** Calls for each entity that the relations of a memory touch. */
    void related(int memory, Consumer<UUID> entity) {
        for (int i = relatedStarts[memory]; i < relatedStarts[memory + 1]; i++) {
            entity.accept(entities[related[i]]);
        }
    }

    /** What it was made from, memory by memory. */
    List<Links> back() {
        List<List<UUID>> mentioned = new ArrayList<>(at.length);
        for (int i = 0; i < at.length; i++) {
            mentioned.add(new ArrayList<>());
        }
        for (int entity = 0; entity < entities.length; entity++) {
            for (int place = starts[2 * entity]; place < starts[2 * entity + 2]; place++) {
                mentioned.get(memories[place]).add(entities[entity]);
            }
        }
        List<Links> back = new ArrayList<>(at.length);
        for (int i = 0; i < at.length; i++) {
            List<UUID> ends = new ArrayList<>();
            related(i, ends::add);
            back.add(new Links(at[i], mentioned.get(i), ends));
        }
        return back;
    }

    /** About how much memory it takes; ids are counted with each segment that has them. */
    long bytes() {
        return 36L * entities.length + 4L * (memories.length + related.length) + 12L * at.length;
    }
}
