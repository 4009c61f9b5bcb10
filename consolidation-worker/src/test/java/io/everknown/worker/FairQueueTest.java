package io.everknown.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everknown.localstack.StackAddresses;
import io.everknown.localstack.TestStack;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobLog;
import io.everknown.memory.job.JobQueue;
import io.everknown.memory.job.JobScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A tenant with very many jobs costs the others nothing. */
class FairQueueTest {

    private static final Logger LOG = LoggerFactory.getLogger(FairQueueTest.class);

    private static final int MANY = 100_000;
    private static final int TAKEN = 200;

    @Test
    void aJobStartsAtOnceBesideAHundredThousandOfAnother() {
        StackAddresses stack = TestStack.shared().addresses();
        JdbcClient owner = ProbeWorker.migrate(stack);
        owner.sql("DELETE FROM job WHERE kind LIKE 'probe%'").update();
        double few = takeMillis(stack, owner, 1_000);
        double many = takeMillis(stack, owner, MANY);
        UUID busy = Ids.next();
        fill(owner, busy, "probe", MANY);

        List<Long> waits = new ArrayList<>();
        try (ConfigurableApplicationContext worker = ProbeWorker.run(
                ProbeWorker.arguments(stack, "--everknown.worker.threads=4", "--everknown.worker.keep-ended=30d"))) {
            JobLog jobs = worker.getBean(JobLog.class);
            await().atMost(Duration.ofSeconds(20)).until(() -> done(owner, busy) > 20);
            for (int n = 0; n < 5; n++) {
                Job job = jobs.add(ProbeKind.working(Ids.next(), 1));
                Job ended = await().atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(20))
                        .until(
                                () -> jobs.find(JobScope.all(job.tenant()), job.id())
                                        .orElseThrow(),
                                now -> now.finishedAt() != null);
                waits.add(Duration.between(job.createdAt(), ended.startedAt()).toMillis());
            }
        }
        LOG.info("taking one of 1,000: {} ms, of 100,000: {} ms; waits beside them: {} ms", few, many, waits);
        assertThat(Collections.max(waits)).as("milliseconds until it began").isLessThan(2_000);
        assertThat(many).as("milliseconds to take one of many").isLessThan(Math.max(10, 5 * few));
        owner.sql("DELETE FROM job WHERE kind LIKE 'probe%'").update();
    }

    /** Median of taking a job of one of two tenants, the larger of which has so many, by a kind nobody else takes. */
    private static double takeMillis(StackAddresses stack, JdbcClient owner, int queued) {
        String kind = "probe-" + queued;
        fill(owner, Ids.next(), kind, queued);
        fill(owner, Ids.next(), kind, TAKEN);
        List<Double> times = new ArrayList<>();
        try (ConfigurableApplicationContext worker =
                ProbeWorker.run(ProbeWorker.arguments(stack, "--everknown.worker.poll-interval=1h"))) {
            JobQueue queue = worker.getBean(JobQueue.class);
            UUID served = null;
            for (int n = 0; n < TAKEN; n++) {
                long start = System.nanoTime();
                Job job = queue.take("t", Set.of(kind), served, Set.of(), Duration.ofMinutes(5))
                        .orElseThrow();
                times.add((System.nanoTime() - start) / 1e6);
                served = job.tenant();
            }
        }
        owner.sql("DELETE FROM job WHERE kind = ?").param(kind).update();
        Collections.sort(times);
        return Math.round(times.get(TAKEN / 2) * 100) / 100.0;
    }

    private static void fill(JdbcClient owner, UUID tenant, String kind, int jobs) {
        owner.sql("""
                        INSERT INTO job (id, tenant_id, kind, parameters, created_at)
                        SELECT gen_random_uuid(), ?, ?, '{"millis": 20}', now() FROM generate_series(1, ?)
                        """).param(tenant).param(kind).param(jobs).update();
    }

    private static long done(JdbcClient owner, UUID tenant) {
        return owner.sql("SELECT count(*) FROM job WHERE tenant_id = ? AND state = 'done'")
                .param(tenant)
                .query(Long.class)
                .single();
    }
}
