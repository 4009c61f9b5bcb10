package io.everknown.worker;

import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobKinds;
import io.everknown.memory.job.JobQueue;
import io.everknown.memory.job.JobQueue.Beat;
import io.everknown.memory.job.JobQueue.Held;
import io.everknown.worker.JobAttempts.Ending;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Takes jobs from the queue as long as it has room, in a round over the tenants, and does them. A sign of life for all of
 * them goes to the queue ten times in the time for which they are held.
 */
final class JobRunner implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private static final int BEATS = 10;

    private final JobQueue queue;
    private final JobKinds kinds;
    private final QueueSettings settings;
    private final JobAttempts attempts;
    private final JobMeters meters;
    private final String worker = name();
    private final Semaphore places;
    private final Semaphore wakes = new Semaphore(0);
    private final Set<RunningJob> running = ConcurrentHashMap.newKeySet();

    private volatile boolean on;
    private @Nullable UUID served;
    private @Nullable ExecutorService threads;
    private @Nullable Thread heart;
    private @Nullable Thread taker;

    JobRunner(JobQueue queue, JobKinds kinds, QueueSettings settings, JobMeters meters) {
        this.queue = queue;
        this.kinds = kinds;
        this.settings = settings;
        this.attempts = new JobAttempts(queue, kinds, settings.retry().policy());
        this.meters = meters;
        this.places = new Semaphore(settings.threads());
    }

    @Override
    public void start() {
        on = true;
        threads = Executors.newVirtualThreadPerTaskExecutor();
        heart = Thread.ofPlatform().name("jobs-heart").daemon().start(this::beatUntilStopped);
        taker = Thread.ofPlatform().name("jobs-taker").daemon().start(this::takeWhileOn);
    }

    /** Lets the jobs under way end, or hand themselves back; those that do neither in time are taken over later. */
    @Override
    public void stop() {
        on = false;
        wake();
        running.forEach(attempt -> attempt.stop(RunningJob.Stop.SHUTDOWN));
        try {
            if (taker != null) {
                taker.join(settings.stopWait());
            }
            running.forEach(attempt -> attempt.stop(RunningJob.Stop.SHUTDOWN));
            if (!places.tryAcquire(settings.threads(), settings.stopWait().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} jobs did not stop in time; other workers take them over", running.size());
            } else {
                places.release(settings.threads());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (threads != null) {
            threads.shutdown();
        }
        if (heart != null) {
            heart.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return on;
    }

    /** Looks for jobs now. */
    void wake() {
        wakes.release();
    }

    /** Whether nothing is under way here. */
    boolean idle() {
        return running.isEmpty();
    }

    private void takeWhileOn() {
        while (on) {
            try {
                fill();
            } catch (RuntimeException e) {
                LOG.warn("no jobs could be taken, the next look comes soon: {}", e.toString());
            }
            try {
                if (wakes.tryAcquire(settings.pollInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                    wakes.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void fill() {
        while (on && places.tryAcquire()) {
            Optional<Job> job = Optional.empty();
            try {
                job = queue.take(worker, kinds.names(), served, full(), settings.hold());
            } finally {
                if (job.isEmpty()) {
                    places.release();
                }
            }
            if (job.isEmpty()) {
                return;
            }
            served = job.get().tenant();
            begin(new RunningJob(job.get(), queue));
        }
    }

    /** Tenants that have their share of this process. */
    private Set<UUID> full() {
        return running.stream()
                .collect(Collectors.groupingBy(attempt -> attempt.job().tenant(), Collectors.counting()))
                .entrySet()
                .stream()
                .filter(tenant -> tenant.getValue() >= settings.ofOneTenant())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private void begin(RunningJob attempt) {
        running.add(attempt);
        meters.started(attempt.job());
        if (threads == null) {
            throw new IllegalStateException("not started");
        }
        threads.execute(() -> {
            try {
                Ending ending = attempts.make(attempt);
                meters.ended(attempt.job(), ending);
            } catch (RuntimeException e) {
                LOG.warn(
                        "how job {} ended could not be written; it is taken over",
                        attempt.job().id(),
                        e);
                meters.ended(attempt.job(), Ending.LOST);
            } finally {
                running.remove(attempt);
                places.release();
                wake();
            }
        });
    }

    private void beatUntilStopped() {
        while (!Thread.currentThread().isInterrupted()) {
            beat();
            try {
                Thread.sleep(settings.hold().dividedBy(BEATS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void beat() {
        try {
            List<RunningJob> now = List.copyOf(running);
            if (!now.isEmpty()) {
                renew(now);
            }
            if (queue.reclaim() > 0) {
                wake();
            }
        } catch (RuntimeException e) {
            LOG.warn("no sign of life could be given: {}", e.toString());
        }
    }

    private void renew(List<RunningJob> now) {
        List<Beat> beats = now.stream()
                .map(attempt -> new Beat(attempt.job(), attempt.progress()))
                .toList();
        Map<UUID, Held> held = queue.renew(beats, settings.hold()).stream()
                .collect(Collectors.toMap(Held::id, Function.identity(), (one, other) -> one));
        for (RunningJob attempt : now) {
            Held still = held.get(attempt.job().id());
            if (still == null) {
                attempt.stop(RunningJob.Stop.LOST);
            } else if (still.cancelling()) {
                attempt.stop(RunningJob.Stop.CANCELLED);
            }
        }
    }

    /** As an operator knows it. */
    private static String name() {
        return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost") + ":"
                + ProcessHandle.current().pid();
    }
}
