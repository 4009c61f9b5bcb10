package io.everknown.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everknown.localstack.StackAddresses;
import io.everknown.localstack.TestStack;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobLog;
import io.everknown.memory.job.JobScope;
import io.everknown.memory.job.NewJob;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Workers inside this process, on the real Postgres. */
class JobRunnerTest {

    private static StackAddresses stack;
    private static JdbcClient owner;
    private static ConfigurableApplicationContext worker;
    private static JobLog jobs;

    private final UUID tenant = Ids.next();

    @BeforeAll
    static void start() {
        stack = TestStack.shared().addresses();
        owner = ProbeWorker.migrate(stack);
        worker = begin();
        jobs = worker.getBean(JobLog.class);
    }

    @AfterAll
    static void stop() {
        worker.close();
    }

    @AfterEach
    void nothingIsLeft() {
        owner.sql("DELETE FROM job WHERE kind = 'probe' AND state IN ('queued', 'failed')")
                .update();
    }

    @Test
    void whatFailsIsTriedAgainUntilItSucceeds() {
        Job job = ended(jobs.add(ProbeKind.failing(tenant, 2, false)));
        assertThat(job.state()).isEqualTo(Job.State.DONE);
        assertThat(job.attempts()).isEqualTo(3);
        assertThat(job.errorCode()).isNull();
        assertThat(effects(job)).isEqualTo(1);
        assertThat(count("retried")).isGreaterThanOrEqualTo(2);
        assertThat(count("done")).isGreaterThanOrEqualTo(1);
    }

    @Test
    void whatAlwaysFailsBecomesADeadLetterAfterTheLastAttempt() {
        Job job = ended(jobs.add(ProbeKind.failing(tenant, 99, false)));
        assertThat(job.state()).isEqualTo(Job.State.FAILED);
        assertThat(job.attempts()).isEqualTo(4);
        assertThat(job.errorCode()).isEqualTo("bad_luck");
        assertThat(effects(job)).as("the kind was told").isEqualTo(1);
    }

    @Test
    void whatCannotBeCuredBecomesADeadLetterAtOnce() {
        Job job = ended(jobs.add(ProbeKind.failing(tenant, 99, true)));
        assertThat(job.state()).isEqualTo(Job.State.FAILED);
        assertThat(job.attempts()).isEqualTo(1);
    }

    @Test
    void anEffectThatFailsIsUndoneAndComesAgain() {
        Job job = ended(jobs.add(ProbeKind.failingAtItsEnd(tenant)));
        assertThat(job.state()).isEqualTo(Job.State.DONE);
        assertThat(job.attempts()).isEqualTo(2);
        assertThat(effects(job)).isEqualTo(1);
    }

    @Test
    void progressIsShownAndACancelledJobStops() {
        Job job = jobs.add(ProbeKind.working(tenant, 60_000));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> found(job), now -> now.progress().done() > 0);
        assertThat(found(job).progress().total()).isEqualTo(60_000);
        jobs.cancel(JobScope.all(tenant), job.id(), cancelled -> {});
        Job cancelled = ended(job);
        assertThat(cancelled.state()).isEqualTo(Job.State.CANCELLED);
        assertThat(effects(job)).as("the kind was told").isEqualTo(1);
    }

    @Test
    void aWorkerThatStopsHandsItsJobsBack() {
        Job job = jobs.add(ProbeKind.working(tenant, 1_500));
        await().atMost(Duration.ofSeconds(20)).until(() -> found(job).state() == Job.State.RUNNING);
        worker.close();
        String left = owner.sql("SELECT state FROM job WHERE id = ?")
                .param(job.id())
                .query(String.class)
                .single();
        worker = begin();
        jobs = worker.getBean(JobLog.class);
        Job done = ended(job);
        assertThat(left).isEqualTo("queued");
        assertThat(done.state()).isEqualTo(Job.State.DONE);
        assertThat(done.attempts()).isEqualTo(2);
        assertThat(done.failures()).isZero();
        assertThat(effects(job)).isEqualTo(1);
    }

    @Test
    void whoeverDiesOfAJobAgainAndAgainTakesNoMoreWorkersWithIt() {
        Job job = jobs.add(ProbeKind.working(tenant, 60_000));
        await().atMost(Duration.ofSeconds(20)).until(() -> found(job).state() == Job.State.RUNNING);
        owner.sql("UPDATE job SET failures = 4, attempts = 9, held_until = now() - interval '1 s' WHERE id = ?")
                .param(job.id())
                .update();
        Job dead = ended(job);
        assertThat(dead.state()).isEqualTo(Job.State.FAILED);
        assertThat(dead.errorCode()).isEqualTo("worker_lost");
    }

    @Test
    void oneTenantLeavesRoomForTheOthers() {
        List<Job> many = IntStream.range(0, 12)
                .mapToObj(n -> jobs.add(ProbeKind.working(tenant, 30_000)))
                .toList();
        await().atMost(Duration.ofSeconds(20)).until(() -> running() >= 3);
        UUID other = Ids.next();
        Job small = jobs.add(ProbeKind.working(other, 1));
        Job done = await().atMost(Duration.ofSeconds(5))
                .until(() -> jobs.find(JobScope.all(other), small.id()).orElseThrow(), now -> now.finishedAt() != null);
        assertThat(running()).as("three of four").isEqualTo(3);
        assertThat(Duration.between(small.createdAt(), done.startedAt())).isLessThan(Duration.ofSeconds(2));
        many.forEach(job -> jobs.cancel(JobScope.all(tenant), job.id(), cancelled -> {}));
        many.forEach(this::ended);
    }

    @Test
    void unknownKindsAreLeftToWorkersThatKnowThem() {
        Job unknown = jobs.add(new NewJob(tenant, null, "unheard-of", Map.of(), null, false));
        assertThat(ended(jobs.add(ProbeKind.working(tenant, 1))).state()).isEqualTo(Job.State.DONE);
        assertThat(found(unknown).state()).isEqualTo(Job.State.QUEUED);
        jobs.cancel(JobScope.all(tenant), unknown.id(), cancelled -> {});
    }

    @Test
    void theQueueCanBeSeenFromOutside() {
        MeterRegistry metrics = worker.getBean(MeterRegistry.class);
        for (String gauge : List.of("queued", "running", "dead", "oldest.wait.seconds")) {
            assertThat(metrics.get("everknown.jobs." + gauge)
                            .tag("kind", "probe")
                            .gauge()
                            .value())
                    .as(gauge)
                    .isNotNegative();
        }
    }

    private static ConfigurableApplicationContext begin() {
        return ProbeWorker.run(ProbeWorker.arguments(
                stack,
                "--everknown.worker.threads=4",
                "--everknown.worker.poll-interval=200ms",
                "--everknown.worker.hold=2s",
                "--everknown.worker.retry.first-pause=50ms",
                "--everknown.worker.retry.factor=2",
                "--everknown.worker.retry.most-attempts=4"));
    }

    private long running() {
        return jobs.list(JobScope.all(tenant), Job.State.RUNNING, null, null, 100)
                .size();
    }

    private Job ended(Job job) {
        return await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> found(job), now -> now.finishedAt() != null);
    }

    private Job found(Job job) {
        return jobs.find(JobScope.all(job.tenant()), job.id()).orElseThrow();
    }

    private static long effects(Job job) {
        return owner.sql("SELECT count(*) FROM probe_effect WHERE job_id = ?")
                .param(job.id())
                .query(Long.class)
                .single();
    }

    private static double count(String outcome) {
        return worker.getBean(MeterRegistry.class)
                .get("everknown.jobs.ended")
                .tags("kind", "probe", "outcome", outcome)
                .counter()
                .count();
    }
}
