package io.everknown.graphmodel.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.everknown.memory.conversation.Usage;
import io.everknown.memory.extraction.ModelUsage;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobQueue.Beat;
import io.everknown.memory.job.JobQueue.Depth;
import io.everknown.memory.job.JobQueue.Failure;
import io.everknown.memory.job.JobQueue.Held;
import io.everknown.memory.job.JobResult;
import io.everknown.memory.job.JobScope;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How workers take jobs, hold them and end them. */
class PostgresJobQueueTest {

    private static final Failure FAILURE = new Failure("odd", "OddException");
    private static final JobResult NOTHING = JobResult.of(Map.of());
    private static final Duration NO_TIME = Duration.ofSeconds(-1);

    private static TestRecord record;

    private final UUID tenant = Ids.next();
    private final TestJobs jobs = new TestJobs(record);

    @BeforeAll
    static void open() {
        record = TestRecord.shared(10);
    }

    @AfterAll
    static void close() {
        record.close();
    }

    @Test
    void eachTenantHasItsTurnAndWithinOneTheOldestComesFirst() {
        List<UUID> tenants =
                Stream.of(Ids.next(), Ids.next(), Ids.next()).sorted().toList();
        for (int n = 0; n < 3; n++) {
            jobs.add(tenants.get(0), n);
        }
        jobs.add(tenants.get(2), 0);
        jobs.add(tenants.get(1), 0);
        jobs.add(tenants.get(1), 1);

        List<String> served = new ArrayList<>();
        UUID last = null;
        Optional<Job> job = jobs.take(last);
        while (job.isPresent()) {
            last = job.get().tenant();
            served.add(tenants.indexOf(last) + "." + TestJobs.number(job.get()));
            job = jobs.take(last);
        }
        assertThat(served).containsExactly("0.0", "1.0", "2.0", "0.1", "1.1", "0.2");
    }

    @Test
    void tenantsThatHaveEnoughArePassedOverAndUnknownKindsAreLeft() {
        jobs.add(tenant, 1);
        assertThat(jobs.take(null, tenant)).isEmpty();
        assertThat(record.queue.take("w", Set.of("other-" + tenant), null, Set.of(), TestJobs.HOLD))
                .isEmpty();
        assertThat(jobs.take()).isPresent();
        assertThat(jobs.take()).isEmpty();
    }

    @Test
    void manyWorkersTakeEachJobOnce() throws Exception {
        for (int n = 0; n < 60; n++) {
            jobs.add(n % 2 == 0 ? tenant : Ids.next(), n);
        }
        List<List<Integer>> taken = Together.run(
                6,
                worker -> Stream.generate(jobs::take)
                        .takeWhile(Optional::isPresent)
                        .map(job -> TestJobs.number(job.orElseThrow()))
                        .toList());
        assertThat(taken.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 60).boxed().toList());
    }

    @Test
    void aLaneIsDoneInOrderHoweverManyWorkersThereAre() throws Exception {
        Together.run(4, caller -> {
            for (int n = 0; n < 10; n++) {
                record.jobs.add(jobs.inLane(tenant, "lane " + caller % 2, n));
            }
            return true;
        });
        List<Job> ended = java.util.Collections.synchronizedList(new ArrayList<>());
        Together.run(4, worker -> {
            while (ended.size() < 40) {
                jobs.take()
                        .ifPresent(job -> record.queue.done(
                                job, job.progress(), JobResult.writing(Map.of(), () -> ended.add(job))));
            }
            return true;
        });
        assertThat(ended).hasSize(40).doesNotHaveDuplicates();
        assertThat(record.count(tenant, "job WHERE state = 'done'")).isEqualTo(40);
        List<UUID> overlapping =
                record.inside(tenant, sql -> sql.sql("""
                        SELECT b.id FROM job a JOIN job b ON b.lane = a.lane
                            AND (b.created_at, b.id) > (a.created_at, a.id)
                        WHERE b.started_at < a.finished_at OR b.attempts <> 1
                        """).query(Rows::firstId).list());
        assertThat(overlapping).as("begun before an earlier one had ended").isEmpty();
    }

    @Test
    void theEffectAndTheEndAreOne() {
        jobs.add(tenant, 1);
        Job job = jobs.take().orElseThrow();
        JobResult failing = JobResult.writing(Map.of(), () -> {
            effect();
            throw new IllegalStateException("no");
        });
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> record.queue.done(job, job.progress(), failing));
        assertThat(effects()).isZero();
        assertThat(found(job).state()).isEqualTo(Job.State.RUNNING);

        JobResult result = JobResult.writing(Map.of("rows", 1), this::effect);
        assertThat(record.queue.done(job, new Job.Progress(4, 4L), result)).isTrue();
        assertThat(record.queue.done(job, job.progress(), result))
                .as("ended already")
                .isFalse();
        assertThat(effects()).isEqualTo(1);
        Job done = found(job);
        assertThat(done.state()).isEqualTo(Job.State.DONE);
        assertThat(done.result()).isEqualTo(Map.of("rows", 1));
        assertThat(done.progress()).isEqualTo(new Job.Progress(4, 4L));
        assertThat(done.finishedAt()).isNotNull();
    }

    @Test
    void whoWasBelievedDeadChangesNothingAnyMore() {
        jobs.add(tenant, 1);
        Job lost = jobs.take().orElseThrow();
        record.queue.renew(List.of(new Beat(lost, lost.progress())), NO_TIME);
        assertThat(record.queue.reclaim()).isPositive();
        Job waiting = found(lost);
        assertThat(waiting.state()).isEqualTo(Job.State.QUEUED);
        assertThat(waiting.errorCode()).isEqualTo("worker_lost");
        assertThat(waiting.failures()).isEqualTo(1);

        Job taken = jobs.take().orElseThrow();
        assertThat(taken.attempts()).isEqualTo(2);
        JobResult result = JobResult.writing(Map.of(), this::effect);
        assertThat(record.queue.renew(List.of(new Beat(lost, lost.progress())), TestJobs.HOLD))
                .isEmpty();
        assertThat(record.queue.done(lost, lost.progress(), result)).isFalse();
        assertThat(record.queue.again(lost, FAILURE, Duration.ZERO)).isFalse();
        assertThat(record.queue.giveUp(lost, FAILURE, job -> effect())).isFalse();
        assertThat(record.queue.cancelled(lost, job -> effect())).isFalse();
        assertThat(record.queue.handBack(lost)).isFalse();
        assertThat(effects()).isZero();
        assertThat(record.queue.done(taken, taken.progress(), result)).isTrue();
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void whatIsHeldStaysHeldAndTellsItsProgress() {
        jobs.add(tenant, 1);
        Job job = jobs.take().orElseThrow();
        List<Beat> beat = List.of(new Beat(job, new Job.Progress(3, 10L)));
        assertThat(record.queue.renew(beat, TestJobs.HOLD)).containsExactly(new Held(job.id(), false));
        record.queue.reclaim();
        assertThat(found(job).state()).isEqualTo(Job.State.RUNNING);
        assertThat(found(job).progress()).isEqualTo(new Job.Progress(3, 10L));
        record.jobs.cancel(JobScope.all(tenant), job.id(), cancelled -> {});
        assertThat(record.queue.renew(beat, TestJobs.HOLD)).containsExactly(new Held(job.id(), true));
    }

    @Test
    void aJobThatIsJustEndingIsNeitherWaitedForNorTaken() {
        jobs.add(tenant, 1);
        Job job = jobs.take().orElseThrow();
        List<Beat> beat = List.of(new Beat(job, job.progress()));
        record.queue.renew(beat, NO_TIME);
        List<Held> held = new ArrayList<>();
        record.queue.done(job, job.progress(), JobResult.writing(Map.of(), () -> {
            try {
                held.addAll(Together.run(1, n -> {
                            record.queue.reclaim();
                            return record.queue.renew(beat, TestJobs.HOLD);
                        })
                        .getFirst());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }));
        assertThat(held).containsExactly(new Held(job.id(), false));
        assertThat(found(job).state()).isEqualTo(Job.State.DONE);
    }

    @Test
    void aFailedAttemptComesAgainWhenItsPauseIsOver() {
        jobs.add(tenant, 1);
        Job job = jobs.take().orElseThrow();
        assertThat(record.queue.again(job, FAILURE, Duration.ofHours(1))).isTrue();
        assertThat(jobs.take()).isEmpty();
        Job waiting = found(job);
        assertThat(waiting.errorCode()).isEqualTo("odd");
        assertThat(waiting.failures()).isEqualTo(1);
        assertThat(waiting.finishedAt()).isNull();
        assertThat(waiting.dueAt()).isAfter(TestRecord.CLOCK.instant().plus(Duration.ofMinutes(59)));

        jobs.add(tenant, 2);
        Job soon = jobs.take().orElseThrow();
        assertThat(record.queue.again(soon, FAILURE, Duration.ZERO)).isTrue();
        Job again = jobs.take().orElseThrow();
        assertThat(again.id()).isEqualTo(soon.id());
        assertThat(record.queue.handBack(again)).isTrue();
        assertThat(found(soon).failures())
                .as("a worker that stops is no failure")
                .isEqualTo(1);
        assertThat(jobs.take().orElseThrow().attempts()).isEqualTo(3);
    }

    @Test
    void whatIsGivenUpIsADeadLetterTogetherWithItsConsequences() {
        jobs.add(tenant, 1);
        Job job = jobs.take().orElseThrow();
        List<Job> told = new ArrayList<>();
        assertThat(record.queue.giveUp(job, FAILURE, told::add)).isTrue();
        assertThat(told.getFirst().state()).isEqualTo(Job.State.FAILED);
        assertThat(found(job)).isEqualTo(told.getFirst());
        assertThat(jobs.take()).isEmpty();
    }

    @Test
    void whatIsUsedAddsUp() {
        jobs.add(tenant, 1);
        Job job = jobs.take().orElseThrow();
        Usage once = new Usage(7, new ModelUsage(100, 20, new BigDecimal("0.00012")));
        record.queue.used(job, once);
        record.queue.used(job, once);
        Usage both = found(job).usage();
        assertThat(both.embeddedTokens()).isEqualTo(14);
        assertThat(both.model().inputTokens()).isEqualTo(200);
        assertThat(both.model().outputTokens()).isEqualTo(40);
        assertThat(both.model().costUsd()).isEqualByComparingTo("0.00024");
    }

    @Test
    void depthsAreCountedByKindOverAllTenants() {
        assertThat(depth()).isEmpty();
        jobs.add(tenant, 1);
        jobs.add(Ids.next(), 2);
        jobs.add(Ids.next(), 3);
        jobs.add(Ids.next(), 4);
        record.queue.giveUp(jobs.take().orElseThrow(), FAILURE, job -> {});
        jobs.take().orElseThrow();
        Depth depth = depth().orElseThrow();
        assertThat(depth.queued()).isEqualTo(2);
        assertThat(depth.running()).isEqualTo(1);
        assertThat(depth.dead()).isEqualTo(1);
        assertThat(depth.oldestWait()).isPositive();
    }

    private Optional<Depth> depth() {
        return record.queue.depths().stream()
                .filter(depth -> depth.kind().equals(jobs.kind))
                .findFirst();
    }

    private Job found(Job job) {
        return record.jobs.find(JobScope.all(job.tenant()), job.id()).orElseThrow();
    }

    /** Writes something of the tenant that can be counted. */
    private void effect() {
        jobs.add(tenant, 99);
    }

    private long effects() {
        return record.count(tenant, "job WHERE parameters ->> 'number' = '99'");
    }
}
