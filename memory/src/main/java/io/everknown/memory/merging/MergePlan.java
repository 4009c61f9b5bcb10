package io.everknown.memory.merging;

import io.everknown.memory.decision.DuplicateRule.Duplicate;
import io.everknown.memory.decision.DuplicateRule.Standing;
import io.everknown.memory.decision.Fact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which facts become one, and which of them stays. A fact joins others only where it says the same as each of them, so
 * that a chain of small differences never ends at another statement. Pure, and the same in whatever order facts come.
 */
final class MergePlan {

    private MergePlan() {}

    /**
     * @param facts what may be merged
     * @param duplicates the pairs that say the same, the surest first
     * @param merges all merges of the audience: what was taken apart stays apart
     */
    static List<Group> of(Collection<Standing> facts, List<Duplicate> duplicates, Collection<FactMerge> merges) {
        Set<UUID> survivors = merges.stream()
                .filter(FactMerge::stands)
                .map(FactMerge::survivor)
                .collect(Collectors.toSet());
        Set<Set<UUID>> apart = merges.stream()
                .filter(merge -> !merge.stands())
                .map(merge -> Set.of(merge.survivor(), merge.merged()))
                .collect(Collectors.toSet());
        Map<Set<UUID>, Duplicate> pairs = new HashMap<>();
        Map<UUID, Set<UUID>> groups = new HashMap<>();
        List<Duplicate> allowed = duplicates.stream()
                .filter(pair -> !apart.contains(Set.of(pair.one(), pair.other())))
                .toList();
        allowed.forEach(pair -> pairs.put(Set.of(pair.one(), pair.other()), pair));
        allowed.forEach(pair -> join(groups, pairs, pair));
        Map<UUID, Standing> byId =
                facts.stream().collect(Collectors.toMap(one -> one.fact().id(), Function.identity(), (a, b) -> a));
        Comparator<Standing> rank = Comparator.comparing(
                        (Standing one) -> !survivors.contains(one.fact().id()))
                .thenComparing(one -> !one.pinned())
                .thenComparingInt(one -> -one.fact().support())
                .thenComparing(one -> one.fact().validity().from())
                .thenComparing(one -> one.fact().id());
        return new HashSet<>(groups.values())
                .stream()
                        .map(group -> group.stream().map(byId::get).sorted(rank).toList())
                        .map(group -> group(group, pairs, survivors))
                        .filter(group -> !group.merged.isEmpty())
                        .sorted(Comparator.comparing(group -> group.survivor.id()))
                        .toList();
    }

    private static void join(Map<UUID, Set<UUID>> groups, Map<Set<UUID>, Duplicate> pairs, Duplicate pair) {
        Set<UUID> one = groups.getOrDefault(pair.one(), Set.of(pair.one()));
        Set<UUID> other = groups.getOrDefault(pair.other(), Set.of(pair.other()));
        boolean joinable = !one.equals(other)
                && one.stream().allMatch(a -> other.stream().allMatch(b -> pairs.containsKey(Set.of(a, b))));
        if (joinable) {
            Set<UUID> joined = new HashSet<>(one);
            joined.addAll(other);
            joined.forEach(id -> groups.put(id, joined));
        }
    }

    /** What is pinned, or stands for others already, is never closed. */
    private static Group group(List<Standing> ranked, Map<Set<UUID>, Duplicate> pairs, Set<UUID> survivors) {
        Fact survivor = ranked.getFirst().fact();
        List<Member> merged = new ArrayList<>();
        for (Standing one : ranked.subList(1, ranked.size())) {
            Duplicate pair = pairs.get(Set.of(survivor.id(), one.fact().id()));
            if (pair != null && !one.pinned() && !survivors.contains(one.fact().id())) {
                merged.add(new Member(one.fact(), pair));
            }
        }
        return new Group(survivor, merged);
    }

    /** A fact to be merged, and what it has in common with the survivor. */
    record Member(Fact fact, Duplicate pair) {}

    /** Facts that become one. */
    record Group(Fact survivor, List<Member> merged) {
        Group {
            merged = List.copyOf(merged);
        }
    }
}
