package io.everknown.api.memory;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.conversation.TurnProcessing.Processed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A turn and the decisions it led to.
 *
 * @param turnId the turn
 * @param sourceRef the caller's id of it
 * @param decisions in the order made
 */
record TurnView(UUID turnId, @Nullable String sourceRef, List<DecisionView> decisions) {

    static List<TurnView> of(Processed processed) {
        Map<UUID, TurnView> views = new LinkedHashMap<>();
        for (Turn turn : processed.turns()) {
            views.putIfAbsent(
                    turn.id(),
                    new TurnView(
                            turn.id(),
                            turn.sourceRef(),
                            processed.decisions().getOrDefault(turn.id(), List.of()).stream()
                                    .map(DecisionView::of)
                                    .toList()));
        }
        return processed.turns().stream().map(turn -> views.get(turn.id())).toList();
    }
}
