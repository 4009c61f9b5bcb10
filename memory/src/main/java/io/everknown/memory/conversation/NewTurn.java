package io.everknown.memory.conversation;

import io.everknown.memory.identity.TrustLevel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way in; the fields are those of {@link Turn}.
 *
 * @param occurredAt when it was said, or null for now
 * @param idempotencyKey what makes this very message recognisable when it is sent again, or null
 */
public record NewTurn(
        String role,
        String content,
        @Nullable String speaker,
        @Nullable Instant occurredAt,
        @Nullable String sourceRef,
        @Nullable String session,
        TrustLevel trust,
        @Nullable String idempotencyKey) {}
