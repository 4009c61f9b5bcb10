package io.everknown.graphmodel.resident;

import io.everknown.memory.graph.ExpansionRule;
import io.everknown.memory.graph.GraphHit;
import io.everknown.memory.graph.GraphProjection.EntityNode;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.SearchFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** One expansion over audiences at hand; the same as {@code neo4j/ReadCypher.EXPAND} where that stands for today's graph. */
final class Expansion {

    private final List<Audience> audiences;
    private final SearchFilter filter;
    private final long until;
    private final Map<UUID, Found> found = new HashMap<>();

    Expansion(List<Audience> audiences, SearchFilter filter) {
        this.audiences = audiences;
        this.filter = filter;
        this.until = filter.frame().asOf() == null
                ? Long.MAX_VALUE
                : Links.micros(filter.frame().asOf());
    }

    /** See {@code MemoryView.expand}; to be asked once. */
    List<GraphHit> expand(Collection<String> keys, int limit) {
        List<Anchor> seeds = seeds(keys);
        List<Anchor> neighbours = neighbours(seeds);
        seeds.stream().sorted(Anchor.FIRST).forEach(seed -> collect(seed, ExpansionRule.SCANNED, ExpansionRule.NEWEST));
        neighbours.stream()
                .sorted(Anchor.FIRST)
                .forEach(near -> collect(near, ExpansionRule.FAR_SCANNED, ExpansionRule.FAR_NEWEST));
        return found.values().stream()
                .sorted(Found.BEST)
                .limit(limit)
                .map(Found::hit)
                .toList();
    }

    /** The entities that the question names, the rarest first. */
    private List<Anchor> seeds(Collection<String> keys) {
        Set<String> distinct = new LinkedHashSet<>(keys);
        List<Anchor> seeds = new ArrayList<>();
        for (Audience audience : audiences) {
            Set<EntityNode> called = new LinkedHashSet<>();
            distinct.forEach(key -> called.addAll(audience.names().called(key)));
            for (EntityNode entity : called) {
                if (audience.stands(entity.id())) {
                    long mentions = audience.mentions(entity.id());
                    seeds.add(
                            new Anchor(audience, entity.id(), ExpansionRule.weight(mentions), List.of(entity.name())));
                }
            }
        }
        return first(seeds, ExpansionRule.SEEDS);
    }

    /** The entities that relations lead to from the newest facts of a seed, each from the seed that weighs most. */
    private List<Anchor> neighbours(List<Anchor> seeds) {
        Set<UUID> seen = seeds.stream().map(Anchor::entity).collect(Collectors.toSet());
        Map<UUID, Anchor> near = new LinkedHashMap<>();
        for (Anchor seed : seeds) {
            Newest facts = new Newest(seed.audience.parts(), seed.entity, until, false);
            for (int i = 0; i < ExpansionRule.BRIDGES && facts.next(); i++) {
                if (filter.isInTime(facts.memory())) {
                    facts.related(end -> {
                        EntityNode entity = seen.contains(end)
                                ? null
                                : seed.audience.names().get(end);
                        if (entity != null) {
                            near.computeIfAbsent(end, id -> beyond(seed, entity));
                        }
                    });
                }
            }
        }
        return first(near.values(), ExpansionRule.NEIGHBOURS);
    }

    private static Anchor beyond(Anchor seed, EntityNode entity) {
        double weight = ExpansionRule.weightBeyond(seed.weight, seed.audience.mentions(entity.id()));
        return new Anchor(seed.audience, entity.id(), weight, List.of(seed.path.getFirst(), entity.name()));
    }

    private static List<Anchor> first(Collection<Anchor> anchors, int limit) {
        return anchors.stream()
                .sorted(Comparator.comparingDouble(Anchor::weight)
                        .reversed()
                        .thenComparing(Anchor::entity, Segment.BY_BYTES))
                .limit(limit)
                .toList();
    }

    /** Adds an entity's weight to the newest memories that mention it, unless a nearer entity has led to them. */
    private void collect(Anchor anchor, int scanned, int newest) {
        Newest mentions = new Newest(anchor.audience.parts(), anchor.entity, until, true);
        int taken = 0;
        for (int i = 0; i < scanned && taken < newest && mentions.next(); i++) {
            RecalledMemory memory = mentions.memory();
            if (filter.isInTime(memory)) {
                taken++;
                long at = mentions.at();
                Found hit = found.computeIfAbsent(memory.id(), id -> new Found(id, at, anchor.path));
                if (hit.path.size() == anchor.path.size()) {
                    hit.score += anchor.weight;
                }
            }
        }
    }

    /** An entity from which memories are taken; as many names on the way to it as hops. */
    private record Anchor(Audience audience, UUID entity, double weight, List<String> path) {

        private static final Comparator<Anchor> FIRST = Comparator.comparingDouble(Anchor::weight)
                .reversed()
                .thenComparing(anchor -> anchor.path.getFirst())
                .thenComparing(anchor -> anchor.path.getLast());
    }

    /** A memory that was reached. */
    private static final class Found {

        private static final Comparator<Found> BEST = Comparator.comparingDouble((Found hit) -> hit.score)
                .reversed()
                .thenComparing(Comparator.comparingLong((Found hit) -> hit.at).reversed())
                .thenComparing(hit -> hit.memory, Segment.BY_BYTES);

        private final UUID memory;
        private final long at;
        private final List<String> path;
        private double score;

        private Found(UUID memory, long at, List<String> path) {
            this.memory = memory;
            this.at = at;
            this.path = path;
        }

        private GraphHit hit() {
            return new GraphHit(memory, score, path.size(), path);
        }
    }
}
