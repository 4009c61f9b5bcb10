package io.everknown.worker;

import io.everknown.graphmodel.postgres.TenantTransactions;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobContext;
import io.everknown.memory.job.JobFailedException;
import io.everknown.memory.job.JobKind;
import io.everknown.memory.job.JobResult;
import io.everknown.memory.job.NewJob;
import java.util.Map;
import java.util.UUID;

/** Waits for a while, fails as often as told, and leaves a row that would show a double or a miss. */
final class ProbeKind implements JobKind {

    static final String NAME = "probe";

    private final TenantTransactions transactions;

    ProbeKind(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    /** A job that works for some milliseconds. */
    static NewJob working(UUID tenant, int millis) {
        return job(tenant, Map.of("millis", millis));
    }

    /** A job whose first attempts fail. */
    static NewJob failing(UUID tenant, int times, boolean lasting) {
        return job(tenant, Map.of("failures", times, "lasting", lasting));
    }

    /** A job that fails in the transaction that ends it. */
    static NewJob failingAtItsEnd(UUID tenant) {
        return job(tenant, Map.of("at_end", true));
    }

    private static NewJob job(UUID tenant, Map<String, Object> parameters) {
        return new NewJob(tenant, null, NAME, parameters, null, false);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JobResult run(JobContext context) {
        Job job = context.job();
        if (job.attempts() <= number(job, "failures")) {
            throw Boolean.TRUE.equals(job.parameters().get("lasting"))
                    ? JobFailedException.lasting("bad_luck", "for good")
                    : JobFailedException.passing("bad_luck", "for now");
        }
        int millis = number(job, "millis");
        long end = System.nanoTime() + millis * 1_000_000L;
        while (System.nanoTime() < end) {
            context.check();
            context.progress(millis - (end - System.nanoTime()) / 1_000_000, millis);
            pause();
        }
        return JobResult.writing(Map.of("waited", millis), () -> {
            write(job);
            if (job.parameters().containsKey("at_end") && job.attempts() == 1) {
                throw new IllegalStateException("at the end");
            }
        });
    }

    @Override
    public void abandoned(Job job) {
        write(job);
    }

    private void write(Job job) {
        transactions.call(
                job.tenant(),
                sql -> sql.sql("INSERT INTO probe_effect (job_id, tenant_id) VALUES (?, ?)")
                        .param(job.id())
                        .param(job.tenant())
                        .update());
    }

    private static int number(Job job, String name) {
        return job.parameters().get(name) instanceof Integer number ? number : 0;
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
