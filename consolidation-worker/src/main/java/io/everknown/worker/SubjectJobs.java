package io.everknown.worker;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphUnavailableException;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.job.DeriveJobs;
import io.everknown.memory.job.JobLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the jobs of one subject, in order: the subject is the execution's name, so that it runs once at a time among all
 * workers, and is revived when its worker dies.
 */
final class SubjectJobs {

    /** The task's name in the schedule. */
    static final String DERIVE_JOBS = "derive-jobs";

    private static final Logger LOG = LoggerFactory.getLogger(SubjectJobs.class);

    private static final int UUID_LENGTH = 36;

    /** Threads kept for the recurring jobs, which must not wait for a language model. */
    private static final int KEPT = 2;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration NEXT_LOOK = Duration.ofSeconds(1);

    private final DeriveJobs derive;
    private final JobLog jobs;
    private final GraphRelay relay;
    private final Semaphore places;
    private final Counter ended;
    private final InstantSource clock;

    SubjectJobs(
            DeriveJobs derive, JobLog jobs, GraphRelay relay, int threads, InstantSource clock, MeterRegistry metrics) {
        this.clock = clock;
        this.derive = derive;
        this.jobs = jobs;
        this.relay = relay;
        this.places = new Semaphore(Math.max(1, threads - KEPT));
        this.ended = Counter.builder("everknown.jobs.ended")
                .description("jobs of turns that were done or given up")
                .register(metrics);
    }

    CustomTask<Void> task() {
        return Tasks.custom(DERIVE_JOBS, Void.class)
                .onFailure(new FailureHandler.ExponentialBackoffFailureHandler<>(FIRST_PAUSE, 2))
                .onDeadExecutionRevive()
                .execute(this::run);
    }

    /** Has a subject's jobs done soon, unless they are scheduled already. */
    static void schedule(SchedulerClient client, MemoryScope scope, Instant now) {
        String subject = scope.tenant() + "/" + scope.user();
        client.scheduleIfNotExists(new TaskInstance<Void>(DERIVE_JOBS, subject), now);
    }

    private CompletionHandler<Void> run(TaskInstance<Void> instance, ExecutionContext context) {
        MemoryScope scope = subject(instance.getId());
        if (!places.tryAcquire()) {
            return (done, operations) ->
                    operations.reschedule(done, clock.instant().plus(NEXT_LOOK));
        }
        try {
            ended.increment(derive.run(scope, context.getSchedulerState()::isShuttingDown));
            carry(scope);
        } finally {
            places.release();
        }
        return (done, operations) -> {
            operations.remove();
            // A job that came while this execution was still there could not schedule another.
            if (jobs.waiting(scope)) {
                schedule(context.getSchedulerClient(), scope, clock.instant());
            }
        };
    }

    private void carry(MemoryScope scope) {
        try {
            relay.relay(scope);
        } catch (GraphUnavailableException e) {
            LOG.warn("the graph is out of reach, its outbox waits: {}", e.getMessage());
        }
    }

    private static MemoryScope subject(String name) {
        return new MemoryScope(UUID.fromString(name.substring(0, UUID_LENGTH)), name.substring(UUID_LENGTH + 1));
    }
}
