package io.everknown.memory.decision;

import io.everknown.memory.decision.SubjectLedger.LoggedDecision;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What rests on what in one audience, inside the transaction that holds it still. */
public interface DerivationLedger {

    /** What rests on any of these memories and is not withdrawn. */
    List<Resting> restingOn(Collection<UUID> origins);

    /** Notes that a memory rests on others, from now on on these alone, and is no longer stale. */
    void rest(UUID derived, Collection<UUID> origins);

    /**
     * Writes what follows from a change.
     *
     * @param withdrawn memories in their retracted form
     * @param stale memories that are stale from {@code since} on
     * @param log the decisions about both
     */
    void follow(List<Fact> withdrawn, Collection<UUID> stale, Instant since, List<LoggedDecision> log);

    /** Drops all that says that something rests on these memories, which are gone. */
    void release(Collection<UUID> origins);

    /**
     * A memory that rests on others.
     *
     * @param fact the memory
     * @param stale whether it is stale already
     * @param origins those it rests on, of the ones asked for
     */
    record Resting(Fact fact, boolean stale, Set<UUID> origins) {
        public Resting {
            origins = Set.copyOf(origins);
        }
    }
}
