package io.everknown.api.memory;

import io.everknown.memory.job.Job;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a caller waits for a job's end: {@code Prefer: wait=10} (RFC 7240, section 4.3), not at all unless said.
 *
 * @param most at most this long
 */
record Waiting(Duration most) {

    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*\"?(\\d{1,6})\"?(?:$|[,;\\s])");
    private static final long MAX_SECONDS = 60;
    private static final Duration PAUSE = Duration.ofMillis(100);

    static Waiting of(@Nullable String prefer) {
        Matcher wait = WAIT.matcher(prefer == null ? "" : prefer);
        return new Waiting(
                wait.find() ? Duration.ofSeconds(Math.min(MAX_SECONDS, Long.parseLong(wait.group(1)))) : Duration.ZERO);
    }

    /** The job as it stands when it has ended or the time is over. */
    Job forEnd(Job job, Supplier<Optional<Job>> now) {
        long started = System.nanoTime();
        Job last = job;
        while (last.finishedAt() == null && System.nanoTime() - started < most.toNanos()) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return last;
            }
            last = now.get().orElse(last);
        }
        return last;
    }
}
