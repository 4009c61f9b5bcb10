package io.everknown.memory.attention;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.recall.RecalledMemory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What was said in one place: a turn with the facts told in it, or a memory that no turn of the list tells. */
final class Unit {

    private final List<Candidate> candidates;
    private final List<Integer> members = new ArrayList<>();

    private Unit(List<Candidate> candidates, int first) {
        this.candidates = candidates;
        members.add(first);
    }

    /** The units of a list, in the order of ids, so that sums don't depend on the order of the list. */
    static List<Unit> of(List<Candidate> candidates) {
        List<Unit> units = new ArrayList<>();
        List<Integer> order = IntStream.range(0, candidates.size())
                .boxed()
                .sorted(Comparator.comparing(i -> candidates.get(i).memory().id()))
                .toList();
        Map<UUID, Integer> unitOfTurn = new HashMap<>();
        for (int i : order) {
            if (candidates.get(i).memory().type() == MemoryType.TURN) {
                unitOfTurn.put(candidates.get(i).memory().id(), units.size());
                units.add(new Unit(candidates, i));
            }
        }
        for (int i : order) {
            RecalledMemory memory = candidates.get(i).memory();
            if (memory.type() == MemoryType.TURN) {
                continue;
            }
            Set<Integer> told = new HashSet<>();
            for (Source source : memory.sources()) {
                Integer unit = unitOfTurn.get(source.turn());
                if (unit != null && told.add(unit)) {
                    units.get(unit).members.add(i);
                }
            }
            if (told.isEmpty()) {
                units.add(new Unit(candidates, i));
            }
        }
        return units;
    }

    /** Indexes of its candidates, the turn itself first where there is one. */
    List<Integer> members() {
        return members;
    }

    Candidate first() {
        return member(0);
    }

    Candidate member(int place) {
        return candidates.get(members.get(place));
    }

    double most(ToDoubleFunction<Candidate> value) {
        return members.stream().map(candidates::get).mapToDouble(value).max().orElse(0);
    }

    String said() {
        RecalledMemory memory = first().memory();
        return memory.type() == MemoryType.TURN && !memory.sources().isEmpty()
                ? memory.sources().getFirst().sentence()
                : memory.text();
    }

    String speaker() {
        String name = first().memory().subject().toLowerCase(Locale.ROOT);
        int blank = name.indexOf(' ');
        return blank > 0 ? name.substring(0, blank) : name;
    }
}
