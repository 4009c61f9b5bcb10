package io.everknown.api.memory;

import io.everknown.memory.decision.DecisionRecord;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.RelationMention;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A decision as the API tells it.
 *
 * @param id the decision
 * @param operation ADD, UPDATE, DELETE or NOOP
 * @param fact what was decided on; its id is null where nothing was kept
 * @param targetId the fact that was superseded, closed or confirmed
 * @param reason why
 * @param confidence in (0, 1]
 * @param turnId the turn it was made for
 * @param decidedAt when
 * @param neighbours what it looked at
 * @param extractor who extracted
 * @param decider who decided
 */
record DecisionView(
        UUID id,
        String operation,
        FactView fact,
        @Nullable UUID targetId,
        String reason,
        double confidence,
        @Nullable UUID turnId,
        Instant decidedAt,
        List<DecisionRecord.NeighbourRef> neighbours,
        String extractor,
        String decider) {

    static DecisionView of(DecisionRecord decision) {
        return new DecisionView(
                decision.id(),
                decision.operation(),
                new FactView(
                        decision.fact(),
                        decision.text(),
                        decision.slot(),
                        decision.value(),
                        decision.entities(),
                        decision.relations()),
                decision.target(),
                decision.reason(),
                Numbers.rounded(decision.confidence()),
                decision.turn(),
                decision.decidedAt(),
                decision.neighbours(),
                decision.extractor(),
                decision.decider());
    }

    /** The statement decided on; its text is null once it is forgotten. */
    record FactView(
            @Nullable UUID id,
            @Nullable String text,
            @Nullable String slot,
            @Nullable String value,
            List<EntityMention> entities,
            List<RelationMention> relations) {}
}
