package io.everknown.memory.decision;

import io.everknown.memory.decision.Decision.Add;
import io.everknown.memory.decision.Decision.Delete;
import io.everknown.memory.decision.Decision.Noop;
import io.everknown.memory.decision.Decision.Update;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What is known about one slot, as decision after decision leaves it. */
final class Knowledge {

    static final Instant NOW = Said.day(400);

    private final Decider decider = new Decider(DecisionThresholds.DEFAULTS);
    private final Map<UUID, Fact> facts = new LinkedHashMap<>();
    private final List<List<Fact>> states = new ArrayList<>();

    Decision hear(Said said) {
        return hear(said, List.of());
    }

    Decision hear(Said said, List<Neighbour> neighbours) {
        states.add(facts());
        Decision decision =
                decider.decide(said.statement(), said.slot() == null ? List.of() : facts(), neighbours, NOW);
        switch (decision) {
            case Add add -> put(add.fact());
            case Update update -> {
                put(update.fact());
                put(update.superseded());
            }
            case Delete delete -> put(delete.closed());
            case Noop noop -> {
                if (noop.known() != null) {
                    put(noop.known());
                }
            }
        }
        decision.changed().forEach(change -> put(change.fact()));
        return decision;
    }

    static Knowledge of(Said... all) {
        Knowledge knowledge = new Knowledge();
        for (Said said : all) {
            knowledge.hear(said);
        }
        return knowledge;
    }

    List<Fact> facts() {
        return List.copyOf(facts.values());
    }

    /** What was known before each statement. */
    List<List<Fact>> states() {
        return states;
    }

    Fact get(UUID id) {
        return facts.get(id);
    }

    /** Values with their days, in order: {@code Berlin 1-5}; an open one has no end. */
    List<String> history() {
        return facts().stream()
                .sorted(java.util.Comparator.comparing((Fact f) -> f.validity().from()))
                .map(f -> f.value() + " " + day(f.validity().from()) + "-"
                        + (f.validity().to() == null ? "" : day(f.validity().to())))
                .toList();
    }

    /** The values that hold on a day, each once. */
    java.util.Set<String> valuesOn(int day) {
        return facts().stream()
                .filter(f -> f.retractedAt() == null && f.validity().contains(Said.day(day)))
                .map(f -> String.valueOf(f.value()))
                .collect(java.util.stream.Collectors.toCollection(java.util.TreeSet::new));
    }

    /** Which values contradict each other, both ways. */
    java.util.Set<String> contradictions() {
        return facts().stream()
                .flatMap(f -> f.contradicts().stream()
                        .map(other -> f.value() + "/" + get(other).value()))
                .collect(java.util.stream.Collectors.toCollection(java.util.TreeSet::new));
    }

    private static long day(Instant moment) {
        return java.time.Duration.between(Said.START, moment).toDays();
    }

    private void put(Fact fact) {
        facts.put(fact.id(), fact);
    }
}
