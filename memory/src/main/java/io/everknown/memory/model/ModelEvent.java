package io.everknown.memory.model;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a model.
 *
 * @param id sorts by time
 * @param kind of the model
 * @param type what happened
 * @param version to which version
 * @param active the active version then, after it happened
 * @param canary the canary as it was set, or as it was when it was promoted or rolled back; null where there is none
 * @param forced whether a version was promoted against its scores
 * @param by the user id of who did it, or {@link ModelVersion#RELEASE}
 * @param at when
 */
public record ModelEvent(
        UUID id,
        ModelKind kind,
        Type type,
        String version,
        String active,
        @Nullable Canary canary,
        boolean forced,
        String by,
        Instant at) {

    /** What can happen. */
    public enum Type {
        REGISTERED,
        CANARY_STARTED,
        CANARY_CHANGED,
        PROMOTED,
        ROLLED_BACK
    }
}
