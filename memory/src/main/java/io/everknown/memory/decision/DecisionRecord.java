package io.everknown.memory.decision;

import io.everknown.memory.decision.SubjectLedger.LoggedDecision;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.RelationMention;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A decision as the log tells it.
 *
 * @param id its id
 * @param turn the turn it was made for, or null
 * @param operation ADD, UPDATE, DELETE or NOOP
 * @param fact the fact it is about, or null where nothing was kept; after a forget the fact is gone and this is null
 * @param text the words decided on; null once forgotten
 * @param slot the fact's slot, or null
 * @param value the fact's value, or null
 * @param entities what the fact names
 * @param relations the fact's relations
 * @param target the fact that was superseded, closed or confirmed, or null
 * @param reason why
 * @param confidence in (0, 1]
 * @param decidedAt when
 * @param neighbours ids and similarities of what it looked at
 * @param extractor who extracted
 * @param decider who decided
 */
public record DecisionRecord(
        UUID id,
        @Nullable UUID turn,
        String operation,
        @Nullable UUID fact,
        @Nullable String text,
        @Nullable String slot,
        @Nullable String value,
        List<EntityMention> entities,
        List<RelationMention> relations,
        @Nullable UUID target,
        String reason,
        double confidence,
        Instant decidedAt,
        List<NeighbourRef> neighbours,
        String extractor,
        String decider) {

    /** The record of a decision just made. */
    public static DecisionRecord of(LoggedDecision logged, String extractor, String decider, Instant now) {
        Fact fact = switch (logged.decision()) {
            case Decision.Add add -> add.fact();
            case Decision.Update update -> update.fact();
            case Decision.Delete delete -> delete.closed();
            case Decision.Noop noop -> noop.known();
        };
        UUID target = switch (logged.decision()) {
            case Decision.Add add -> null;
            case Decision.Update update -> update.superseded().id();
            case Decision.Delete delete -> delete.closed().id();
            case Decision.Noop noop ->
                noop.known() == null ? null : noop.known().id();
        };
        String text = logged.decision() instanceof Decision.Noop noop ? noop.text() : fact == null ? null : fact.text();
        return new DecisionRecord(
                logged.id(),
                logged.turn(),
                logged.decision().operation(),
                fact == null ? null : fact.id(),
                text,
                fact == null ? null : fact.slot(),
                fact == null ? null : fact.value(),
                fact == null ? List.of() : fact.entities(),
                fact == null ? List.of() : fact.relations(),
                target,
                logged.decision().reason(),
                logged.decision().confidence(),
                now,
                logged.neighbours().stream()
                        .map(neighbour -> new NeighbourRef(neighbour.fact().id(), neighbour.similarity()))
                        .toList(),
                extractor,
                decider);
    }

    /** A neighbour that was looked at: its id and the cosine, in [-1, 1]. */
    public record NeighbourRef(UUID id, double similarity) {}
}
