package io.everknown.memory.feedback;

import io.everknown.memory.model.ModelRoute;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * The recall that feedback is about.
 *
 * @param id the recall
 * @param at when it was answered
 * @param version the version in the registry that the recall was routed to
 * @param route why
 * @param places where in the answer memories stood, the first is 1; what the feedback names may be missing
 */
public record JudgedRecall(UUID id, Instant at, String version, ModelRoute route, Map<UUID, Integer> places) {

    public JudgedRecall {
        places = Map.copyOf(places);
    }
}
