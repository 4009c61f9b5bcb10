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
            case Add add -> {
                put(add.fact());
                add.contradicted().forEach(this::put);
            }
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

    private static long day(Instant moment) {
        return java.time.Duration.between(Said.START, moment).toDays();
    }

    private void put(Fact fact) {
        facts.put(fact.id(), fact);
    }
}
