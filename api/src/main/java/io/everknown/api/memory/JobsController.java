package io.everknown.api.memory;

import io.everknown.api.problem.ProblemException;
import io.everknown.memory.conversation.TurnLog;
import io.everknown.memory.conversation.TurnProcessing;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Role;
import io.everknown.memory.job.ExtractTurns;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobKinds;
import io.everknown.memory.job.JobLog;
import io.everknown.memory.job.JobScope;
import io.everknown.memory.job.JobWaker;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** An admin sees and handles all jobs of the tenant, anybody else those of the user that is meant. */
@RestController
@Tag(name = "Jobs", description = "What is done later: how far it is, and what became of it")
class JobsController {

    private final JobLog jobs;
    private final JobKinds kinds;
    private final JobWaker waker;
    private final TurnLog log;
    private final TurnProcessing processing;

    JobsController(JobLog jobs, JobKinds kinds, JobWaker waker, TurnLog log, TurnProcessing processing) {
        this.jobs = jobs;
        this.kinds = kinds;
        this.waker = waker;
        this.log = log;
        this.processing = processing;
    }

    @GetMapping("/v1/jobs")
    @Operation(summary = "List jobs, newest first")
    JobPage list(
            @RequestParam(required = false) Job.@Nullable State state,
            @RequestParam(required = false) @Nullable @Size(max = 100) String kind,
            @RequestParam(name = "user_id", required = false) @Nullable String userId,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            Caller caller) {
        return page(caller, userId, state, kind, cursor, limit);
    }

    @GetMapping("/v1/jobs/dead-letters")
    @Operation(summary = "List jobs that were given up, newest first")
    JobPage deadLetters(
            @RequestParam(required = false) @Nullable @Size(max = 100) String kind,
            @RequestParam(name = "user_id", required = false) @Nullable String userId,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            Caller caller) {
        return page(caller, userId, Job.State.FAILED, kind, cursor, limit);
    }

    @GetMapping("/v1/jobs/{id}")
    @Operation(summary = "How far a job is, what it has led to, and what it cost")
    JobView job(
            @PathVariable("id") UUID id,
            @RequestParam(name = "user_id", required = false) @Nullable String userId,
            Caller caller) {
        Job job = jobs.find(scope(caller, userId), id).orElseThrow(JobsController::unknown);
        MemoryScope readable = readable(caller, job);
        if (readable == null || !job.kind().equals(ExtractTurns.KIND)) {
            return JobView.of(job, null, null);
        }
        return JobView.of(
                job,
                ExtractTurns.conversation(job),
                TurnView.of(processing.outcome(readable, log.turns(readable, ExtractTurns.turns(job)), job.usage())));
    }

    @PostMapping("/v1/jobs/{id}/retry")
    @Operation(summary = "Have a dead letter tried again, as often as a new job")
    JobView retry(
            @PathVariable("id") UUID id,
            @RequestParam(name = "user_id", required = false) @Nullable String userId,
            Caller caller) {
        Job job = jobs.retry(scope(caller, userId), id).orElseThrow(JobsController::unknown);
        waker.wake();
        return listed(caller, job);
    }

    @PostMapping("/v1/jobs/{id}/discard")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Remove a dead letter for good")
    void discard(
            @PathVariable("id") UUID id,
            @RequestParam(name = "user_id", required = false) @Nullable String userId,
            Caller caller) {
        if (!jobs.discard(scope(caller, userId), id)) {
            throw unknown();
        }
    }

    @PostMapping("/v1/jobs/{id}/cancel")
    @Operation(summary = "Cancel a job: one that waits at once, one that runs at its next check")
    JobView cancel(
            @PathVariable("id") UUID id,
            @RequestParam(name = "user_id", required = false) @Nullable String userId,
            Caller caller) {
        return listed(
                caller, jobs.cancel(scope(caller, userId), id, kinds::abandoned).orElseThrow(JobsController::unknown));
    }

    private JobPage page(
            Caller caller,
            @Nullable String userId,
            Job.@Nullable State state,
            @Nullable String kind,
            @Nullable String cursor,
            int limit) {
        List<Job> found = jobs.list(scope(caller, userId), state, kind, after(cursor), limit);
        return new JobPage(
                found.stream().map(job -> listed(caller, job)).toList(),
                found.size() < limit ? null : Cursors.encode(found.getLast().id() + " job"));
    }

    private static JobView listed(Caller caller, Job job) {
        boolean conversationShown = job.kind().equals(ExtractTurns.KIND) && readable(caller, job) != null;
        return JobView.of(job, conversationShown ? ExtractTurns.conversation(job) : null, null);
    }

    private static JobScope scope(Caller caller, @Nullable String userId) {
        return caller.role().includes(Role.ADMIN)
                ? new JobScope(caller.tenant(), userId)
                : JobScope.of(caller.scopeFor(userId));
    }

    /** Whose memory the job is about, if the caller may read that; an admin may not because of being one. */
    private static @Nullable MemoryScope readable(Caller caller, Job job) {
        String user = job.user();
        return user != null && (user.equals(caller.user()) || caller.actsForUsers()) ? caller.scopeFor(user) : null;
    }

    private static @Nullable UUID after(@Nullable String cursor) {
        String[] parts = Cursors.decode(cursor);
        try {
            return parts == null ? null : UUID.fromString(parts[0]);
        } catch (IllegalArgumentException e) {
            throw Cursors.invalid();
        }
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("job");
    }

    /** A page of jobs; the cursor is null on the last one. */
    record JobPage(List<JobView> items, @Nullable String nextCursor) {}
}
