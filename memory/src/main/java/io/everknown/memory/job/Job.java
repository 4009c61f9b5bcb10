package io.everknown.memory.job;

import io.everknown.memory.conversation.Usage;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Work that is done later, by whichever worker is free, and survives the death of any of them.
 *
 * @param id its id
 * @param tenant whose work it is
 * @param user the user it is done for, or null where it is the whole tenant's
 * @param kind what is to be done, the name of a {@link JobKind}
 * @param parameters what the kind needs: texts, numbers, truth values, lists and maps of these
 * @param state how far it is
 * @param attempts how often it was begun
 * @param failures how many attempts failed or died with their worker since it was asked for, or tried again by hand
 * @param progress how much of it is done
 * @param result what it came to, once done; no words of anybody
 * @param errorCode what the last failed attempt failed of, or null
 * @param cancelling whether it runs and is to stop
 * @param usage what it has used so far, over all attempts
 * @param createdAt when it was accepted
 * @param dueAt when it may begin next, if it is queued
 * @param startedAt when it was begun last, or null
 * @param finishedAt when it ended, or null
 */
public record Job(
        UUID id,
        UUID tenant,
        @Nullable String user,
        String kind,
        Map<String, Object> parameters,
        State state,
        int attempts,
        int failures,
        Progress progress,
        @Nullable Map<String, Object> result,
        @Nullable String errorCode,
        boolean cancelling,
        Usage usage,
        Instant createdAt,
        Instant dueAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /** How far a job is. */
    public enum State {
        QUEUED,
        RUNNING,
        DONE,
        /** A dead letter: given up, and kept until somebody tries it again or discards it. */
        FAILED,
        CANCELLED
    }

    /**
     * How much is done, in steps of whatever size the kind chooses.
     *
     * @param done steps done
     * @param total steps in all, or null while nobody knows
     */
    public record Progress(long done, @Nullable Long total) {

        /** Nothing yet. */
        public static final Progress NONE = new Progress(0, null);
    }

    public Job {
        parameters = Map.copyOf(parameters);
        result = result == null ? null : Map.copyOf(result);
    }
}
