package io.everknown.memory.conversation;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What is done beside the work on one batch of turns; all of it has ended when this is closed. */
final class Beside implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Future<?> last = CompletableFuture.completedFuture(null);

    /** Begins at once. */
    <T> Future<T> start(Callable<T> work) {
        return threads.submit(work);
    }

    /** Begins when what was given here before has ended well; after a failure, nothing does. */
    void inOrder(Runnable work) {
        Future<?> before = last;
        last = threads.submit(() -> {
            outcome(before);
            work.run();
        });
    }

    /**
     * Waits for what is done in order.
     *
     * @throws RuntimeException what it failed with
     */
    void finish() {
        outcome(last);
    }

    /** The outcome of work, or what it failed with. */
    static <T> T outcome(Future<T> work) {
        try {
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("interrupted while turns were taken in");
            cancelled.initCause(e);
            throw cancelled;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("taking turns in failed", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
