package io.everknown.memory.graph;

import io.everknown.memory.graph.GraphDifference.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the graph against the record and draws anew what differs. It goes through a tenant in pages by id; what looks
 * different is looked at again while nobody can write it, and only what differs then, and does not wait in the outbox,
 * counts and is drawn anew.
 */
public final class GraphReconciliation {

    private static final Logger LOG = LoggerFactory.getLogger(GraphReconciliation.class);

    private static final int TENANTS = 100;

    /** Memories compared in one step. */
    private static final int PAGE = 500;

    private final GraphRecord record;
    private final GraphInspection graph;

    public GraphReconciliation(GraphRecord record, GraphInspection graph) {
        this.record = record;
        this.graph = graph;
    }

    /**
     * Goes through all tenants; one that fails holds up no other.
     *
     * @param stop asked between two steps
     * @return what differed and was repaired, and how many tenants failed
     * @throws GraphUnavailableException when the graph can't be reached
     */
    public Report run(BooleanSupplier stop) {
        Report all = new Report();
        @Nullable UUID after = null;
        do {
            List<UUID> tenants = record.tenants(after, TENANTS);
            for (UUID tenant : tenants) {
                all.add(guarded(tenant, stop));
            }
            after = tenants.size() < TENANTS ? null : tenants.getLast();
        } while (after != null && !stop.getAsBoolean());
        return all;
    }

    private Report guarded(UUID tenant, BooleanSupplier stop) {
        try {
            return run(tenant, stop);
        } catch (GraphUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("the graph of tenant {} could not be held against the record", tenant, e);
            Report failed = new Report();
            failed.failures = 1;
            return failed;
        }
    }

    /** Goes through one tenant. */
    public Report run(UUID tenant, BooleanSupplier stop) {
        Report report = new Report();
        @Nullable UUID after = null;
        do {
            List<UUID> page = record.memories(tenant, after, PAGE);
            UUID through = page.size() < PAGE ? null : page.getLast();
            Set<UUID> all = new LinkedHashSet<>(page);
            all.addAll(graph.memories(tenant, after, through));
            look(tenant, all, report);
            report.memories += page.size();
            after = through;
        } while (after != null && !stop.getAsBoolean());
        report.count(Kind.ORPHAN, graph.sweep(tenant));
        if (report.differences() > 0) {
            LOG.warn("the graph of tenant {} differed from the record and was repaired: {}", tenant, report.found());
        }
        return report;
    }

    private void look(UUID tenant, Set<UUID> memories, Report report) {
        if (memories.isEmpty()) {
            return;
        }
        Set<UUID> suspects = graph.compare(tenant, record.state(tenant, memories)).stream()
                .map(GraphDifference::memory)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        record.redraw(tenant, suspects, false, projection -> repair(tenant, projection, report));
    }

    private void repair(UUID tenant, GraphProjection projection, Report report) {
        List<GraphDifference> differences = certain(tenant, projection);
        if (!differences.isEmpty()) {
            graph.redraw(tenant, projection);
            differences.forEach(difference -> report.count(difference.kind(), 1));
        }
    }

    /** Without entities that the outbox is about to change by way of another memory. */
    private List<GraphDifference> certain(UUID tenant, GraphProjection held) {
        List<GraphDifference> differences = graph.compare(tenant, held);
        List<UUID> entities = differences.stream()
                .filter(difference -> difference.kind() == Kind.ENTITY)
                .map(GraphDifference::id)
                .toList();
        if (entities.isEmpty()) {
            return differences;
        }
        List<UUID> memories = new ArrayList<>(held.gone());
        Stream.concat(
                        held.facts().stream().map(GraphProjection.FactNode::id),
                        held.turns().stream().map(GraphProjection.TurnNode::id))
                .forEach(memories::add);
        Set<UUID> waiting = record.waiting(tenant, entities, memories);
        return differences.stream()
                .filter(difference -> difference.kind() != Kind.ENTITY || !waiting.contains(difference.id()))
                .toList();
    }

    /** What was found, and repaired: differences by kind, among how many memories. */
    public static final class Report {

        private final Map<Kind, Long> found = new EnumMap<>(Kind.class);
        private long memories;
        private int failures;

        private void count(Kind kind, long more) {
            if (more > 0) {
                found.merge(kind, more, Long::sum);
            }
        }

        private void add(Report other) {
            other.found.forEach(this::count);
            memories += other.memories;
            failures += other.failures;
        }

        /** Differences by kind; kinds of which there were none are left out. */
        public Map<Kind, Long> found() {
            return Map.copyOf(found);
        }

        /** How many differences of one kind there were. */
        public long found(Kind kind) {
            return found.getOrDefault(kind, 0L);
        }

        /** How many there were in all. */
        public long differences() {
            return found.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Tenants that could not be gone through. */
        public int failures() {
            return failures;
        }

        /** How many memories the graph was to hold. */
        public long memories() {
            return memories;
        }
    }
}
