package io.everknown.worker;

import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobKinds;
import io.everknown.memory.job.JobQueue;
import io.everknown.memory.job.JobQueue.Depth;
import io.everknown.worker.JobAttempts.Ending;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/** What can be seen of jobs from outside: what this process began and ended, and how full the queue is. */
final class JobMeters {

    /** The queue is counted so often at most, whoever asks how often. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final MeterRegistry metrics;
    private final JobQueue queue;
    private final InstantSource clock;
    private final AtomicLong deadLetters = new AtomicLong();
    private List<Depth> depths = List.of();
    private Instant countedAt = Instant.MIN;

    JobMeters(MeterRegistry metrics, JobQueue queue, JobKinds kinds, InstantSource clock) {
        this.metrics = metrics;
        this.queue = queue;
        this.clock = clock;
        for (String kind : kinds.names()) {
            gauge("everknown.jobs.queued", "jobs that wait", kind, Depth::queued);
            gauge("everknown.jobs.running", "jobs under way", kind, Depth::running);
            gauge("everknown.jobs.dead", "dead letters", kind, Depth::dead);
            gauge(
                    "everknown.jobs.oldest.wait.seconds",
                    "for how long the longest waiting job that could begin has been due",
                    kind,
                    depth -> depth.oldestWait().toMillis() / 1000.0);
        }
    }

    void started(Job job) {
        metrics.counter("everknown.jobs.started", "kind", job.kind()).increment();
    }

    void ended(Job job, Ending ending) {
        String outcome = ending.name().toLowerCase(Locale.ROOT);
        metrics.counter("everknown.jobs.ended", "kind", job.kind(), "outcome", outcome)
                .increment();
        if (ending == Ending.FAILED) {
            deadLetters.incrementAndGet();
        }
    }

    /** Jobs that this process gave up. */
    long deadLetters() {
        return deadLetters.get();
    }

    private void gauge(String name, String description, String kind, ToDoubleFunction<Depth> value) {
        Gauge.builder(name, this, meters -> meters.value(kind, value))
                .description(description)
                .tag("kind", kind)
                .register(metrics);
    }

    private synchronized double value(String kind, ToDoubleFunction<Depth> value) {
        Instant now = clock.instant();
        if (countedAt.plus(FRESH).isBefore(now)) {
            depths = queue.depths();
            countedAt = now;
        }
        return depths.stream()
                .filter(depth -> depth.kind().equals(kind))
                .mapToDouble(value)
                .findFirst()
                .orElse(0);
    }
}
