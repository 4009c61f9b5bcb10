package io.everknown.inference.languagemodel;

import com.anthropic.errors.AnthropicServiceException;
import com.google.genai.errors.ApiException;
import com.openai.errors.OpenAIServiceException;
import io.everknown.inference.languagemodel.LanguageModelSettings.Model;
import io.everknown.inference.languagemodel.ModelUnavailableException.Reason;
import io.everknown.memory.extraction.ModelUsage;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.client.HttpStatusCodeException;

/**
 * The one way to a model: so many calls at once, each with a time limit, again after a failure that may pass, and for
 * a while not at all when most have failed. Whatever goes wrong comes out as {@link ModelUnavailableException}.
 */
final class ModelCalls implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    /** Spring AI's errors of Ollama begin with the status, "HTTP 429 - …" or "429 - …". */
    private static final Pattern STATUS = Pattern.compile("^(?:HTTP )?([45]\\d\\d)\\b");

    private final Bulkhead bulkhead;
    private final CircuitBreaker breaker;
    private final TimeLimiter limiter;
    private final Retry retry;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Where limits are registered, so that their metrics are published. */
    record Registries(
            BulkheadRegistry bulkheads,
            CircuitBreakerRegistry breakers,
            TimeLimiterRegistry limiters,
            RetryRegistry retries) {

        static Registries own() {
            return new Registries(
                    BulkheadRegistry.ofDefaults(),
                    CircuitBreakerRegistry.ofDefaults(),
                    TimeLimiterRegistry.ofDefaults(),
                    RetryRegistry.ofDefaults());
        }
    }

    ModelCalls(String name, Model model, Registries registries) {
        String instance = "language-model-" + name;
        this.bulkhead = registries
                .bulkheads()
                .bulkhead(
                        instance,
                        BulkheadConfig.custom()
                                .maxConcurrentCalls(model.concurrency())
                                .maxWaitDuration(model.timeout())
                                .build());
        this.breaker = registries
                .breakers()
                .circuitBreaker(
                        instance,
                        CircuitBreakerConfig.custom()
                                .slidingWindowSize(10)
                                .minimumNumberOfCalls(5)
                                .failureRateThreshold(60)
                                .waitDurationInOpenState(Duration.ofSeconds(30))
                                .permittedNumberOfCallsInHalfOpenState(2)
                                .automaticTransitionFromOpenToHalfOpenEnabled(false)
                                .recordException(e -> !(e instanceof ModelUnavailableException unavailable)
                                        || unavailable.reason().ofProvider())
                                .build());
        this.limiter = registries
                .limiters()
                .timeLimiter(
                        instance,
                        TimeLimiterConfig.custom()
                                .timeoutDuration(model.timeout())
                                .cancelRunningFuture(true)
                                .build());
        this.retry = registries
                .retries()
                .retry(
                        instance,
                        RetryConfig.custom()
                                .maxAttempts(Math.max(1, model.attempts()))
                                .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE, 2.0, 0.5))
                                .retryOnException(e -> e instanceof ModelUnavailableException unavailable
                                        && unavailable.reason().passing())
                                .build());
    }

    /** Runs an attempt, again if it fails for a reason that may pass. */
    <T> T call(Supplier<T> attempt) {
        try {
            return Bulkhead.decorateSupplier(
                            bulkhead, Retry.decorateSupplier(retry, CircuitBreaker.decorateSupplier(breaker, attempt)))
                    .get();
        } catch (CallNotPermittedException e) {
            throw new ModelUnavailableException(Reason.CIRCUIT_OPEN, ModelUsage.NONE);
        } catch (BulkheadFullException e) {
            throw new ModelUnavailableException(Reason.BUSY, ModelUsage.NONE);
        }
    }

    /** Runs the call to the provider itself under the time limit. */
    <T> T limited(Supplier<T> call) {
        try {
            return limiter.executeFutureSupplier(() -> threads.submit(call::get));
        } catch (TimeoutException e) {
            throw new ModelUnavailableException(Reason.TIMEOUT, ModelUsage.NONE);
        } catch (Exception e) {
            throw new ModelUnavailableException(reason(e), ModelUsage.NONE);
        }
    }

    private static Reason reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            int status = status(cause);
            if (status > 0) {
                return status == 429
                        ? Reason.RATE_LIMITED
                        : status == 408 || status == 504
                                ? Reason.TIMEOUT
                                : status >= 500 ? Reason.SERVER_ERROR : Reason.REFUSED;
            }
            if (cause instanceof SocketTimeoutException
                    || cause instanceof HttpTimeoutException
                    || cause instanceof InterruptedException) {
                return Reason.TIMEOUT;
            }
            if (cause instanceof tools.jackson.core.JacksonException
                    || cause instanceof com.fasterxml.jackson.core.JacksonException) {
                return Reason.UNUSABLE_ANSWER;
            }
        }
        return Reason.UNREACHABLE;
    }

    private static int status(Throwable cause) {
        return switch (cause) {
            case OpenAIServiceException e -> e.statusCode();
            case AnthropicServiceException e -> e.statusCode();
            case ApiException e -> e.code();
            case HttpStatusCodeException e -> e.getStatusCode().value();
            default -> {
                Matcher status = STATUS.matcher(String.valueOf(cause.getMessage()));
                yield status.find() ? Integer.parseInt(status.group(1)) : 0;
            }
        };
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
