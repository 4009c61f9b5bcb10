package io.everknown.graphmodel.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.everknown.memory.identity.Ids;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobConflictException;
import io.everknown.memory.job.JobQueue.Failure;
import io.everknown.memory.job.JobResult;
import io.everknown.memory.job.JobScope;
import io.everknown.memory.job.NewJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What those who ask for jobs may do with them. */
class PostgresJobLogTest {

    private static final Failure FAILURE = new Failure("odd", "OddException");

    private static TestRecord record;

    private final UUID tenant = Ids.next();
    private final JobScope all = JobScope.all(tenant);
    private final TestJobs jobs = new TestJobs(record);
    private final List<Job> told = new ArrayList<>();

    @BeforeAll
    static void open() {
        record = TestRecord.shared(6);
    }

    @AfterAll
    static void close() {
        record.close();
    }

    @Test
    void whatIsEnteredIsKept() {
        Map<String, Object> parameters =
                Map.of("text", "a \"b\"", "n", 3, "on", true, "list", List.of("x", Map.of("y", 1.5)));
        Job job = record.jobs.add(new NewJob(tenant, null, jobs.kind, parameters, null, false));
        assertThat(job.state()).isEqualTo(Job.State.QUEUED);
        assertThat(job.parameters()).isEqualTo(parameters);
        assertThat(job.user()).isNull();
        assertThat(job.progress()).isEqualTo(Job.Progress.NONE);
        assertThat(record.jobs.find(all, job.id())).contains(job);
    }

    @Test
    void aSingleKindHasOneUnfinishedJobATenant() throws Exception {
        NewJob wanted = new NewJob(tenant, null, jobs.kind, Map.of(), null, true);
        List<UUID> ids = Together.run(6, n -> record.jobs.add(wanted).id());
        assertThat(ids).containsOnly(ids.getFirst());
        Job running = jobs.take(TestJobs.justBefore(tenant)).orElseThrow();
        assertThat(record.jobs.add(wanted).id()).as("while it runs, too").isEqualTo(running.id());
        NewJob elsewhere = new NewJob(Ids.next(), null, jobs.kind, Map.of(), null, true);
        assertThat(record.jobs.add(elsewhere).id()).isNotEqualTo(running.id());

        record.queue.giveUp(running, FAILURE, told::add);
        Job next = record.jobs.add(wanted);
        assertThat(next.id()).isNotEqualTo(running.id());
        assertThatExceptionOfType(JobConflictException.class).isThrownBy(() -> record.jobs.retry(all, running.id()));
        assertThat(record.jobs.find(all, running.id()).orElseThrow().state()).isEqualTo(Job.State.FAILED);
    }

    @Test
    void aListHasTheNewestFirstAndIsPaged() {
        List<UUID> ids = new ArrayList<>();
        for (int n = 0; n < 5; n++) {
            ids.addFirst(jobs.add(tenant, n).id());
        }
        Job ended = jobs.take(TestJobs.justBefore(tenant)).orElseThrow();
        record.queue.done(ended, ended.progress(), JobResult.of(Map.of()));

        assertThat(ids(null, null, null, 10)).isEqualTo(ids);
        assertThat(ids(null, null, null, 2)).isEqualTo(ids.subList(0, 2));
        assertThat(ids(null, null, ids.get(1), 10)).isEqualTo(ids.subList(2, 5));
        assertThat(ids(Job.State.DONE, jobs.kind, null, 10)).containsExactly(ended.id());
        assertThat(ids(Job.State.QUEUED, null, null, 10)).hasSize(4).doesNotContain(ended.id());
        assertThat(ids(null, "other", null, 10)).isEmpty();
    }

    @Test
    void aDeadLetterIsTriedAgainOrDiscarded() {
        Job job = jobs.add(tenant, 1);
        assertThatExceptionOfType(JobConflictException.class).isThrownBy(() -> record.jobs.retry(all, job.id()));
        assertThatExceptionOfType(JobConflictException.class).isThrownBy(() -> record.jobs.discard(all, job.id()));
        dead();

        Job again = record.jobs.retry(all, job.id()).orElseThrow();
        assertThat(again.state()).isEqualTo(Job.State.QUEUED);
        assertThat(again.failures()).isZero();
        assertThat(again.finishedAt()).isNull();
        assertThat(again.attempts()).as("still told").isEqualTo(1);
        dead();
        assertThat(record.jobs.discard(all, job.id())).isTrue();
        assertThat(record.jobs.find(all, job.id())).isEmpty();
        assertThat(record.jobs.discard(all, job.id())).isFalse();
        assertThat(record.jobs.retry(all, job.id())).isEmpty();
    }

    @Test
    void whatIsQueuedIsCancelledAtOnceAndWhatRunsIsTold() {
        Job queued = jobs.add(tenant, 1);
        Job cancelled = record.jobs.cancel(all, queued.id(), told::add).orElseThrow();
        assertThat(cancelled.state()).isEqualTo(Job.State.CANCELLED);
        assertThat(cancelled.finishedAt()).isNotNull();
        assertThat(told).containsExactly(cancelled);
        assertThat(jobs.take(TestJobs.justBefore(tenant))).isEmpty();
        assertThatExceptionOfType(JobConflictException.class)
                .isThrownBy(() -> record.jobs.cancel(all, queued.id(), told::add));

        jobs.add(tenant, 2);
        Job running = jobs.take(TestJobs.justBefore(tenant)).orElseThrow();
        Job stopping = record.jobs.cancel(all, running.id(), told::add).orElseThrow();
        assertThat(stopping.state()).isEqualTo(Job.State.RUNNING);
        assertThat(stopping.cancelling()).isTrue();
        assertThat(told).as("it has not ended").hasSize(1);
        assertThat(record.queue.cancelled(running, told::add)).isTrue();
        assertThat(told.getLast().state()).isEqualTo(Job.State.CANCELLED);
        assertThatExceptionOfType(JobConflictException.class)
                .isThrownBy(() -> record.jobs.cancel(all, running.id(), told::add));
    }

    @Test
    void aCancellationWhoseConsequencesFailHasNotHappened() {
        Job queued = jobs.add(tenant, 1);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> record.jobs.cancel(all, queued.id(), job -> {
                    throw new IllegalStateException("no");
                }));
        assertThat(record.jobs.find(all, queued.id()).orElseThrow().state()).isEqualTo(Job.State.QUEUED);
    }

    @Test
    void nobodyElseSeesOrTouchesAJob() {
        Job job = jobs.add(tenant, 1);
        dead();
        for (JobScope other :
                List.of(JobScope.all(Ids.next()), new JobScope(Ids.next(), "ada"), new JobScope(tenant, "bob"))) {
            assertThat(record.jobs.find(other, job.id())).isEmpty();
            assertThat(record.jobs.list(other, null, null, null, 10)).isEmpty();
            assertThat(record.jobs.list(other, Job.State.FAILED, jobs.kind, null, 10))
                    .isEmpty();
            assertThat(record.jobs.retry(other, job.id())).isEmpty();
            assertThat(record.jobs.discard(other, job.id())).isFalse();
            assertThat(record.jobs.cancel(other, job.id(), told::add)).isEmpty();
        }
        assertThat(told).isEmpty();
        assertThat(record.count(Ids.next(), "job"))
                .as("past the store's own conditions")
                .isZero();
        assertThat(record.jobs
                        .find(new JobScope(tenant, "ada"), job.id())
                        .orElseThrow()
                        .state())
                .isEqualTo(Job.State.FAILED);
    }

    @Test
    void aDeadLetterOfALaneComesBackToItsPlace() {
        Job first = record.jobs.add(jobs.inLane(tenant, "a", 1));
        Job second = record.jobs.add(jobs.inLane(tenant, "a", 2));
        Job third = record.jobs.add(jobs.inLane(tenant, "a", 3));
        dead();
        Job running = jobs.take(TestJobs.justBefore(tenant)).orElseThrow();
        assertThat(running.id()).isEqualTo(second.id());
        record.jobs.retry(all, first.id()).orElseThrow();
        assertThat(jobs.take(TestJobs.justBefore(tenant))).as("one at a time").isEmpty();
        record.queue.done(running, running.progress(), JobResult.of(Map.of()));
        assertThat(jobs.take(TestJobs.justBefore(tenant)).orElseThrow().id()).isEqualTo(first.id());
        record.jobs.cancel(all, third.id(), told::add);
        assertThat(jobs.take(TestJobs.justBefore(tenant))).isEmpty();
    }

    @Test
    void whatIsOldAndEndedIsCleanedAndDeadLettersAreKept() {
        Job done = jobs.add(tenant, 1);
        Job taken = jobs.take(TestJobs.justBefore(tenant)).orElseThrow();
        record.queue.done(taken, taken.progress(), JobResult.of(Map.of()));
        Job dead = jobs.add(tenant, 2);
        dead();
        Job waiting = jobs.add(tenant, 3);
        record.queue.clean(Duration.ofHours(1), 1_000);
        assertThat(record.jobs.find(all, done.id())).isPresent();
        while (record.queue.clean(Duration.ofSeconds(-5), 1_000) > 0) {
            assertThat(record.jobs.find(all, waiting.id())).isPresent();
        }
        assertThat(record.jobs.find(all, done.id())).isEmpty();
        assertThat(record.jobs.find(all, dead.id())).isPresent();
        assertThat(record.jobs.find(all, waiting.id())).isPresent();
    }

    private void dead() {
        Job taken = jobs.take(TestJobs.justBefore(tenant)).orElseThrow();
        assertThat(record.queue.giveUp(taken, FAILURE, job -> {})).isTrue();
    }

    private List<UUID> ids(Job.State state, String kind, UUID after, int limit) {
        return record.jobs.list(all, state, kind, after, limit).stream()
                .map(Job::id)
                .toList();
    }
}
