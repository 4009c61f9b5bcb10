package io.everknown.memory.forgetting;

import io.everknown.memory.identity.MemoryScope;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Takes what is private to a user out of the record for good; the graph follows through its outbox. */
public interface UserEraser {

    /**
     * Erases every private turn and memory of a user in one transaction, with their names, words and vectors, and the
     * user's jobs, feedback and log of decisions, while nobody decides for the user.
     *
     * @return how many turns and memories went
     */
    int erasePrivate(MemoryScope scope);

    /** Users of a tenant whose private turns were all told before a moment; those without a turn are missing. */
    List<MemoryScope> quietSince(UUID tenant, Instant moment);

    /** Memories and turns that a user has shared with everyone of the tenant, turns first. */
    List<UUID> shared(MemoryScope scope);
}
