package io.everknown.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.localstack.TestStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two worker processes do many jobs of several tenants while one after the other is killed in the middle of them. */
class WorkerKillTest {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerKillTest.class);

    private static final int TENANTS = 5;
    private static final Duration BETWEEN_KILLS = Duration.ofSeconds(3);

    /** One kill in so many jobs at most, so that a slow machine gets on. */
    private static final int JOBS_BETWEEN_KILLS = 700;

    private static final Duration AT_MOST = Duration.ofMinutes(4);

    private final JdbcClient owner = ProbeWorker.migrate(TestStack.shared().addresses());

    @Test
    void eachJobHappensExactlyOnce(@TempDir Path folder) throws Exception {
        happenOnce(2_000, 2, folder);
    }

    /** Left out of the ordinary run, because it takes a minute or two. */
    @Test
    @Tag("long")
    void eachOfTenThousandJobsHappensExactlyOnce(@TempDir Path folder) throws Exception {
        happenOnce(10_000, 6, folder);
    }

    private void happenOnce(int jobs, int leastKills, Path folder) throws Exception {
        owner.sql("DELETE FROM probe_effect").update();
        owner.sql("DELETE FROM job WHERE kind = 'probe'").update();
        List<UUID> tenants = Stream.generate(UUID::randomUUID).limit(TENANTS).toList();
        tenants.forEach(tenant -> fill(tenant, jobs / TENANTS));

        long started = System.nanoTime();
        int kills = workAndKill(jobs, folder);
        long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
        LOG.info("{} jobs in {} s, {} kills, {} attempts lost", jobs, seconds, kills, lost());
        assertThat(kills).isGreaterThanOrEqualTo(leastKills);
        assertThat(lost()).as("attempts that died in the middle").isPositive();
        for (UUID tenant : tenants) {
            assertThat(effects(tenant)).isEqualTo(Map.of("done", jobs / TENANTS, "once", jobs / TENANTS));
        }
        assertThat(count("SELECT count(*) FROM probe_effect")).isEqualTo(jobs);
        assertThat(count("SELECT count(*) FROM job WHERE kind = 'probe' AND state <> 'done'"))
                .isZero();
    }

    /** Until all jobs have ended; gives the number of kills. */
    private int workAndKill(int jobs, Path folder) throws InterruptedException {
        int kills = 0;
        long started = System.nanoTime();
        try (ProbeProcess one = worker(folder, "one");
                ProbeProcess two = worker(folder, "two")) {
            List<ProbeProcess> workers = List.of(one, two);
            workers.forEach(ProbeProcess::start);
            long killedAt = started;
            long leftAtKill = jobs;
            long left = jobs;
            while (left > 0) {
                assertThat(System.nanoTime() - started).as("nanoseconds").isLessThan(AT_MOST.toNanos());
                assertThat(workers).as("see their logs in %s", folder).allMatch(ProbeProcess::isAlive);
                ProbeProcess victim = workers.get(kills % 2);
                if (System.nanoTime() - killedAt > BETWEEN_KILLS.toNanos()
                        && leftAtKill - left > JOBS_BETWEEN_KILLS
                        && holds(victim)) {
                    victim.kill();
                    victim.start();
                    kills++;
                    killedAt = System.nanoTime();
                    leftAtKill = left;
                }
                Thread.sleep(50);
                left = count("SELECT count(*) FROM job WHERE kind = 'probe' AND state IN ('queued', 'running')");
            }
        }
        return kills;
    }

    /** Some jobs of a tenant wait for each other, the others for none. */
    private void fill(UUID tenant, int jobs) {
        owner.sql("""
                        INSERT INTO job (id, tenant_id, kind, parameters, created_at, lane, ready)
                        SELECT gen_random_uuid(), ?, 'probe', '{"millis": 2}', now(),
                               CASE WHEN n % 10 = 0 THEN 'lane ' || n % 40 END, n % 10 <> 0 OR n <= 40
                        FROM generate_series(1, ?) n
                        """).param(tenant).param(jobs).update();
    }

    private static ProbeProcess worker(Path folder, String name) {
        return new ProbeProcess(
                TestStack.shared().addresses(),
                folder,
                name,
                "--everknown.worker.threads=6",
                "--everknown.worker.hold=3s",
                "--everknown.worker.retry.most-attempts=20");
    }

    /** Whether a process has jobs under way at this moment. */
    private boolean holds(ProbeProcess worker) {
        return count("SELECT count(*) FROM job WHERE state = 'running' AND worker LIKE '%:" + worker.pid() + "'") > 0;
    }

    private long lost() {
        return count("SELECT coalesce(sum(failures), 0) FROM job WHERE kind = 'probe'");
    }

    /** How many jobs of a tenant are done, and how many have left one trace. */
    private Map<String, Integer> effects(UUID tenant) {
        return owner.sql("""
                        SELECT count(*) FILTER (WHERE state = 'done') AS done, count(*) FILTER (WHERE n = 1) AS once
                        FROM job j LEFT JOIN (
                            SELECT job_id, tenant_id, count(*) AS n FROM probe_effect GROUP BY 1, 2) e
                            ON e.job_id = j.id AND e.tenant_id = j.tenant_id
                        WHERE j.tenant_id = ? AND j.kind = 'probe'
                        """)
                .param(tenant)
                .query((row, n) -> Map.of("done", row.getInt("done"), "once", row.getInt("once")))
                .single();
    }

    private long count(String query) {
        return owner.sql(query).query(Long.class).single();
    }
}
