package io.everknown.api.memory;

import io.everknown.api.problem.ProblemCode;
import io.everknown.api.problem.ProblemException;
import io.everknown.memory.conversation.TurnLog;
import io.everknown.memory.conversation.TurnProcessing;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobLog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Turns")
class JobsController {

    private final JobLog jobs;
    private final TurnLog log;
    private final TurnProcessing processing;

    JobsController(JobLog jobs, TurnLog log, TurnProcessing processing) {
        this.jobs = jobs;
        this.log = log;
        this.processing = processing;
    }

    @GetMapping("/v1/jobs/{id}")
    @Operation(summary = "How far a job is, the decisions it has led to, and what it cost")
    JobView job(
            @PathVariable("id") UUID id,
            @Nullable @RequestParam(name = "user_id", required = false) String userId,
            Caller caller) {
        MemoryScope scope = caller.scopeFor(userId);
        Job job = jobs.find(scope, id)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "There is no such job."));
        List<TurnView> turns = TurnView.of(processing.outcome(scope, log.turns(scope, job.turns()), job.usage()));
        return new JobView(
                job.id(),
                job.state(),
                job.conversation(),
                job.attempts(),
                job.createdAt(),
                job.startedAt(),
                job.finishedAt(),
                turns,
                UsageView.of(job.usage()));
    }

    /**
     * A job.
     *
     * @param jobId its id
     * @param state queued, running, done or failed
     * @param conversationId the turns' conversation
     * @param attempts how often it was begun
     * @param createdAt when it was accepted
     * @param startedAt when it was begun last
     * @param finishedAt when it ended
     * @param turns the request's turns, with the decisions made so far
     * @param usage what it has cost so far
     */
    record JobView(
            UUID jobId,
            Job.State state,
            String conversationId,
            int attempts,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            List<TurnView> turns,
            UsageView usage) {}
}
