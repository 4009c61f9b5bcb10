package io.everknown.memory.job;

import io.everknown.memory.conversation.Usage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns of one request that are derived from later.
 *
 * @param id its id
 * @param conversation the turns' conversation
 * @param turns ids of all turns of the request, in the order sent
 * @param state how far it is
 * @param attempts how often it was begun
 * @param usage what it has used so far, over all attempts
 * @param createdAt when it was accepted
 * @param startedAt when it was begun last, or null
 * @param finishedAt when it ended, or null
 */
public record Job(
        UUID id,
        String conversation,
        List<UUID> turns,
        State state,
        int attempts,
        Usage usage,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /** How far a job is. */
    public enum State {
        QUEUED,
        RUNNING,
        DONE,
        /** Given up after several attempts; its turns stay stored. */
        FAILED
    }

    public Job {
        turns = List.copyOf(turns);
    }
}
