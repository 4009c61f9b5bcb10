package io.everknown.graphmodel.postgres;

import io.everknown.memory.identity.Ids;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.NewJob;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Jobs of a kind that no other test has, so that tests that share a database don't take each other's. */
final class TestJobs {

    static final Duration HOLD = Duration.ofMinutes(5);

    final String kind = "test-" + Ids.next();

    private final TestRecord record;

    TestJobs(TestRecord record) {
        this.record = record;
    }

    NewJob job(UUID tenant, int number) {
        return new NewJob(tenant, "ada", kind, Map.of("number", number), null, false);
    }

    NewJob inLane(UUID tenant, String lane, int number) {
        return new NewJob(tenant, "ada", kind, Map.of("number", number), lane, false);
    }

    Job add(UUID tenant, int number) {
        return record.jobs.add(job(tenant, number));
    }

    Optional<Job> take() {
        return take(null);
    }

    Optional<Job> take(@Nullable UUID after, UUID... without) {
        return record.queue.take("tester", Set.of(kind), after, Set.of(without), HOLD);
    }

    static int number(Job job) {
        return (Integer) job.parameters().get("number");
    }

    /** So that a round over the tenants begins with this one. */
    static UUID justBefore(UUID tenant) {
        return new UUID(tenant.getMostSignificantBits(), tenant.getLeastSignificantBits() - 1);
    }
}
