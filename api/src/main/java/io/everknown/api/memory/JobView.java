package io.everknown.api.memory;

import io.everknown.memory.job.Job;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as people see it.
 *
 * @param jobId its id
 * @param kind what it does, such as extract
 * @param state queued, running, done, failed (a dead letter) or cancelled
 * @param userId the user it is done for; none where it is the whole tenant's
 * @param attempts how often it was begun
 * @param progress how much of it is done
 * @param result what it came to, once done
 * @param errorCode what the last failed attempt failed of
 * @param cancelling whether it was cancelled while running, and is to stop
 * @param createdAt when it was accepted
 * @param nextAttemptAt when it may begin next, while it is queued
 * @param startedAt when it was begun last
 * @param finishedAt when it ended
 * @param usage what it has cost so far
 * @param conversationId of an extraction, the turns' conversation; for who may read the user's memory
 * @param turns of an extraction asked for by its id, the request's turns, with the decisions made so far; likewise
 */
record JobView(
        UUID jobId,
        String kind,
        Job.State state,
        @Nullable String userId,
        int attempts,
        ProgressView progress,
        @Nullable Map<String, Object> result,
        @Nullable String errorCode,
        boolean cancelling,
        Instant createdAt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        UsageView usage,
        @Nullable String conversationId,
        @Nullable List<TurnView> turns) {

    static JobView of(Job job, @Nullable String conversation, @Nullable List<TurnView> turns) {
        return new JobView(
                job.id(),
                job.kind(),
                job.state(),
                job.user(),
                job.attempts(),
                new ProgressView(job.progress().done(), job.progress().total()),
                job.result(),
                job.errorCode(),
                job.cancelling() && job.state() == Job.State.RUNNING,
                job.createdAt(),
                job.state() == Job.State.QUEUED ? job.dueAt() : null,
                job.startedAt(),
                job.finishedAt(),
                UsageView.of(job.usage()),
                conversation,
                turns);
    }

    /** Steps done, and steps in all while they are known. */
    record ProgressView(long done, @Nullable Long total) {}
}
