package io.everknown.graphmodel.resident;

import io.everknown.memory.decision.Source;
import io.everknown.memory.graph.GraphProjection.EntityNode;
import io.everknown.memory.recall.RecalledMemory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All memories of one audience at one version; never changes. What is written later is a new part beside the old ones,
 * and parts are put together as they come to be alike in size, so that a memory is moved a few times at most.
 *
 * @param version the version in the record up to which everything is in it, and perhaps more
 * @param names the entities that the memories name, and perhaps some that none names any more
 */
record Audience(long version, List<Part> parts, Names names) {

    /** Larger parts are not made, so that putting two together never takes long. */
    static final int LARGEST = 16_384;

    static final Audience EMPTY = new Audience(0, List.of(), Names.NONE);

    /**
     * With {@code changed} memories as they are now; those not among {@code now} are gone.
     *
     * @param named the entities that {@code now} names
     */
    Audience with(long newVersion, Collection<UUID> changed, List<Stored> now, List<EntityNode> named) {
        Map<UUID, RecalledMemory> after =
                now.stream().map(Stored::memory).collect(Collectors.toMap(RecalledMemory::id, memory -> memory));
        List<Part> next = new ArrayList<>();
        boolean forgets = false;
        for (Part part : parts) {
            boolean tells = tellsForgotten(part, changed, after);
            forgets |= tells;
            Part left = part.without(changed);
            if (left.size() > 0) {
                next.add(tells || left.isMostlyDead() ? Part.of(left.back()) : left);
            }
        }
        if (!now.isEmpty()) {
            next.add(Part.of(now));
        }
        while (next.size() > 1 && alike(next.get(next.size() - 2), next.getLast())) {
            List<Stored> both = next.removeLast().back();
            both.addAll(next.removeLast().back());
            next.add(Part.of(both));
        }
        Names called = names.with(named, id -> stands(next, id));
        return new Audience(newVersion, List.copyOf(next), forgets ? called.settled(id -> stands(next, id)) : called);
    }

    /** How many memories mention an entity. */
    long mentions(UUID entity) {
        return mentions(parts, entity);
    }

    /** Whether anything names an entity; one that nothing names is none. */
    boolean stands(UUID entity) {
        return stands(parts, entity);
    }

    private static long mentions(List<Part> parts, UUID entity) {
        return parts.stream().mapToLong(part -> part.mentions(entity)).sum();
    }

    private static boolean stands(List<Part> parts, UUID entity) {
        return mentions(parts, entity) > 0 || parts.stream().anyMatch(part -> part.relates(entity));
    }

    /** Whether a part has words that are no more: those may not even be kept among what does not count. */
    private static boolean tellsForgotten(Part part, Collection<UUID> changed, Map<UUID, RecalledMemory> after) {
        return changed.stream().anyMatch(id -> {
            int at = part.find(id);
            return at >= 0 && isForgotten(part.segment().memory(at), after.get(id));
        });
    }

    private static boolean isForgotten(RecalledMemory before, @Nullable RecalledMemory after) {
        return after == null
                || !after.text().equals(before.text())
                || !sentences(after).containsAll(sentences(before));
    }

    private static Set<String> sentences(RecalledMemory memory) {
        return memory.sources().stream().map(Source::sentence).collect(Collectors.toSet());
    }

    private static boolean alike(Part older, Part newer) {
        return newer.size() * 2 >= older.size() && older.size() + newer.size() <= LARGEST;
    }

    int size() {
        return parts.stream().mapToInt(Part::size).sum();
    }

    /** About how much memory it takes. */
    long bytes() {
        return 1_000 + parts.stream().mapToLong(part -> part.segment().bytes()).sum() + names.bytes();
    }
}
