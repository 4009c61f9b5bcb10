package io.everknown.graphmodel.neo4j;

import io.everknown.memory.graph.GraphUnavailableException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.exceptions.Neo4jException;
import org.springframework.data.neo4j.core.support.RetryExceptionPredicate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one way to the graph: each call has a deadline, starts again when it failed for a passing reason, is counted by
 * the circuit breaker, and whatever goes wrong comes out as {@link GraphUnavailableException}.
 *
 * <p>A call runs on a thread of its own. So it can be given up although a server that hangs never answers, and it
 * neither joins nor outlives a transaction that its caller holds in the record.
 */
final class GraphCalls {

    /**
     * Failures that two writers can cause each other and that are gone the next time: a node that the other removed,
     * or a name that the other has just linked to.
     */
    private static final Set<String> COLLISIONS =
            Set.of("Neo.ClientError.Statement.EntityNotFound", "Neo.ClientError.Schema.ConstraintValidationFailed");

    private static final int ATTEMPTS = 6;

    private static final IntervalFunction PAUSE =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(10), 2.0, 0.5);

    private final CircuitBreaker breaker;
    private final Neo4jMigrations migrations;
    private final TransactionTemplate reads;
    private final TransactionTemplate writes;
    private final Neo4jSettings settings;
    private final RetryExceptionPredicate passing = new RetryExceptionPredicate();

    GraphCalls(
            PlatformTransactionManager transactions,
            Neo4jMigrations migrations,
            CircuitBreaker breaker,
            Neo4jSettings settings) {
        this.breaker = breaker;
        this.migrations = migrations;
        this.settings = settings;
        this.reads = new TransactionTemplate(transactions);
        this.reads.setReadOnly(true);
        this.reads.setTimeout(seconds(settings.readTimeout()));
        this.writes = new TransactionTemplate(transactions);
        this.writes.setTimeout(seconds(settings.writeTimeout()));
    }

    /** Runs {@code work} in a transaction that only reads. */
    <T> T read(Supplier<T> work) {
        return call(reads, settings.readTimeout(), work);
    }

    /** Runs {@code work} in a transaction; it may run several times, the last one counts. */
    <T> T write(Supplier<T> work) {
        return call(writes, settings.writeTimeout(), work);
    }

    /**
     * Runs {@code work}, which is a single statement that only reads, in a session of its own: the way to the server and
     * back once, and not for the beginning and the end of a transaction too.
     */
    <T> T readAtOnce(Supplier<T> work) {
        return guarded(settings.readTimeout(), work);
    }

    private <T> T call(TransactionTemplate transaction, Duration limit, Supplier<T> work) {
        return guarded(limit, () -> inTransaction(transaction, work));
    }

    private <T> T guarded(Duration limit, Supplier<T> work) {
        try {
            // The first contact makes the schema, which takes a server that has just started some seconds.
            Duration allowed = migrations.isApplied() ? limit : settings.writeTimeout();
            return breaker.executeSupplier(() -> within(allowed, () -> {
                migrations.apply();
                return retrying(work);
            }));
        } catch (CallNotPermittedException e) {
            throw new GraphUnavailableException("the graph did not answer lately and is not asked for a moment", e);
        }
    }

    private static <T> T inTransaction(TransactionTemplate transaction, Supplier<T> work) {
        T[] result = newHolder();
        transaction.executeWithoutResult(_ -> result[0] = work.get());
        return result[0];
    }

    @SuppressWarnings("unchecked")
    private static <T> T[] newHolder() {
        return (T[]) new Object[1];
    }

    private <T> T retrying(Supplier<T> work) {
        long start = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                long spent = System.nanoTime() - start;
                if (attempt == ATTEMPTS || spent >= settings.maxRetryTime().toNanos() || !isPassing(e)) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE.apply(attempt)));
            }
        }
    }

    private boolean isPassing(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (passing.test(cause) || (cause instanceof Neo4jException e && COLLISIONS.contains(e.code()))) {
                return true;
            }
        }
        return false;
    }

    /** Whether calls are let through, as far as the circuit breaker knows. */
    boolean isOpenToCalls() {
        return breaker.getState() != CircuitBreaker.State.OPEN;
    }

    /**
     * Runs {@code work} on a thread of its own, which is given up after {@code limit}.
     *
     * @throws GraphUnavailableException when it fails or is late
     */
    static <T> T within(Duration limit, Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread.ofVirtual().name("graph-call").start(task);
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new GraphUnavailableException("the graph failed: " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new GraphUnavailableException("the graph did not answer within " + limit, e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new GraphUnavailableException("interrupted while waiting for the graph", e);
        }
    }

    private static int seconds(Duration limit) {
        return (int) Math.max(1, limit.toSeconds());
    }
}
