package io.everknown.memory.recall;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the channels of one recall side by side, each on a virtual thread of its own and with a deadline. A late search is
 * no longer waited for but goes on within its store's own time limit: a server that plans a statement for the first time
 * would otherwise be cut off each time before the plan is there to be kept, and a slow start would never end.
 */
final class Channels {

    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

    private final Duration deadline;
    private final List<ChannelReport> reports = new ArrayList<>();

    Channels(Duration deadline) {
        this.deadline = deadline;
    }

    <T> Pending<T> start(String name, Callable<T> search) {
        return new Pending<>(name, search);
    }

    /** Starts work that several channels need, at once and once; each gets its result by calling. */
    static <T> Callable<T> once(String name, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().name("recall-" + name).start(task);
        return task::get;
    }

    /**
     * Gives up when both of these channels gave nothing: an answer from nothing would look as if there were nothing.
     *
     * @throws RecordUnavailableException when both failed or are late
     */
    void requireOneOf(String first, String second) {
        if (gaveNothing(first) && gaveNothing(second)) {
            throw new RecordUnavailableException("neither " + first + " nor " + second + " search answers");
        }
    }

    private boolean gaveNothing(String channel) {
        return reports.stream().anyMatch(report -> report.name().equals(channel) && report.failure() != null);
    }

    /** What happened, in the order in which the channels were asked for their outcome. */
    List<ChannelReport> reports() {
        return reports;
    }

    /** A search under way. */
    final class Pending<T> {

        private final String name;
        private final long started = System.nanoTime();
        private volatile long ended;
        private final FutureTask<T> task;
        private final Thread thread;

        private Pending(String name, Callable<T> search) {
            this.name = name;
            this.task = new FutureTask<>(() -> {
                try {
                    return search.call();
                } finally {
                    ended = System.nanoTime();
                }
            });
            this.thread = Thread.ofVirtual().name("recall-" + name).start(task);
        }

        /** What the search found, or {@code nothing} where it failed or is late. */
        T orElse(T nothing) {
            long left = deadline.toNanos() - (System.nanoTime() - started);
            String failure;
            try {
                T found = task.get(Math.max(left, 1), TimeUnit.NANOSECONDS);
                reports.add(new ChannelReport(name, millis(ended), null));
                return found;
            } catch (ExecutionException e) {
                LOG.warn("recall goes without {}: {}", name, String.valueOf(e.getCause()));
                failure = String.valueOf(e.getCause());
            } catch (TimeoutException e) {
                LOG.warn("recall goes without {}: no answer within {} ms", name, deadline.toMillis());
                failure = "late";
            } catch (InterruptedException e) {
                task.cancel(true);
                Thread.currentThread().interrupt();
                failure = "interrupted";
            }
            reports.add(new ChannelReport(name, millis(System.nanoTime()), failure));
            return nothing;
        }

        private double millis(long end) {
            return Math.round((end - started) / 1e4) / 100.0;
        }

        @Override
        public String toString() {
            return thread.getName();
        }
    }
}
