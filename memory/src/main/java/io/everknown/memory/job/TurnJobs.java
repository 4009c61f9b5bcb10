package io.everknown.memory.job;

import io.everknown.memory.identity.MemoryScope;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which turns wait for which job. */
public interface TurnJobs {

    /**
     * Opens a job of the kind {@value ExtractTurns#KIND} for those of these turns that nothing was derived from yet.
     * Jobs of one user are done in the order they were opened.
     *
     * @return the new job; for turns that have one already, that one; empty when everything is derived without any
     */
    Optional<Job> open(MemoryScope scope, String conversation, List<UUID> turns);

    /**
     * Leaves the turns that a job has not finished to whoever looks for interrupted ones, in the caller's transaction
     * if there is one.
     *
     * @param extract whether facts are still wanted; without, they are only stored and found by their words and meaning
     */
    void release(UUID tenant, UUID job, boolean extract);
}
