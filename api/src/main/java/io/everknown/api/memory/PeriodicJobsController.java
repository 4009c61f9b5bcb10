package io.everknown.api.memory;

import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.Role;
import io.everknown.memory.job.PeriodicJobs;
import io.everknown.memory.job.PeriodicJobs.Periodic;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Jobs")
class PeriodicJobsController {

    private final PeriodicJobs jobs;

    PeriodicJobsController(PeriodicJobs jobs) {
        this.jobs = jobs;
    }

    @GetMapping("/v1/jobs/periodic")
    @Operation(summary = "What the workers do again and again, and how the last run of each went")
    PeriodicPage list(Caller caller) {
        caller.require(Role.ADMIN);
        return new PeriodicPage(jobs.all().stream().map(PeriodicView::of).toList());
    }

    /** All recurring jobs, by name. */
    record PeriodicPage(List<PeriodicView> items) {}

    /**
     * A recurring job.
     *
     * @param name its name
     * @param intervalSeconds from the end of a run to the next
     * @param running whether a worker is at it
     * @param lastRunAt when the last run ended
     * @param lastDurationSeconds how long it took
     * @param lastOutcome done or failed
     * @param failuresInARow how many runs have failed since one succeeded
     * @param nextRunAt when it is due
     */
    record PeriodicView(
            String name,
            @Nullable Double intervalSeconds,
            boolean running,
            @Nullable Instant lastRunAt,
            @Nullable Double lastDurationSeconds,
            PeriodicJobs.@Nullable Outcome lastOutcome,
            int failuresInARow,
            Instant nextRunAt) {

        static PeriodicView of(Periodic job) {
            return new PeriodicView(
                    job.name(),
                    seconds(job.interval()),
                    job.running(),
                    job.lastRunAt(),
                    seconds(job.lastDuration()),
                    job.lastOutcome(),
                    job.failuresInARow(),
                    job.nextRunAt());
        }

        private static @Nullable Double seconds(@Nullable Duration duration) {
            return duration == null ? null : duration.toMillis() / 1000.0;
        }
    }
}
