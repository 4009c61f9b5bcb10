package io.everknown.memory.decision;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a fact was said.
 *
 * @param turn the turn's id
 * @param sentence the words of the turn that say it
 * @param conversation the turn's conversation
 * @param sourceRef the caller's id of the turn, or null
 * @param speaker who said it, or null
 * @param occurredAt when it was said
 */
public record Source(
        UUID turn,
        String sentence,
        String conversation,
        @Nullable String sourceRef,
        @Nullable String speaker,
        Instant occurredAt) {}
