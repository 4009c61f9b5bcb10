package io.everknown.memory.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the workers do again and again, for no tenant in particular. */
public interface PeriodicJobs {

    /** All of them, by name. */
    List<Periodic> all();

    /** Keeps how long the last run of one took. */
    void ran(String name, Duration took);

    /**
     * A job that recurs.
     *
     * @param name its name
     * @param interval from the end of a run to the next, or null before the first
     * @param running whether a worker is at it
     * @param lastRunAt when the last run ended, or null
     * @param lastDuration how long it took, or null
     * @param lastOutcome how it ended, or null
     * @param failuresInARow how many runs have failed since one succeeded
     * @param nextRunAt when it is due
     */
    record Periodic(
            String name,
            @Nullable Duration interval,
            boolean running,
            @Nullable Instant lastRunAt,
            @Nullable Duration lastDuration,
            @Nullable Outcome lastOutcome,
            int failuresInARow,
            Instant nextRunAt) {}

    /** How a run ended. */
    enum Outcome {
        DONE,
        FAILED
    }
}
