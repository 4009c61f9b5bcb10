package io.everknown.api.security;

import io.everknown.api.problem.RateLimitedException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Slows down whoever guesses passwords: failures count per username and address, so nobody can lock another out. */
@Component
public class LoginAttempts {

    private final RateLimits<Attempt> failures;

    LoginAttempts(LimitProperties limits) {
        this.failures = new RateLimits<>(limits.loginFailuresPerMinute());
    }

    /**
     * Runs an attempt to sign in. Each takes a failure in advance and gives it back when it succeeds, so that many at
     * once are no way around the limit.
     *
     * @throws RateLimitedException when there were too many failures in the last minute
     */
    public <T> T attempt(String username, String address, Supplier<T> signIn) {
        Attempt attempt = new Attempt(username.toLowerCase(Locale.ROOT), address);
        Duration wait = failures.take(attempt);
        if (wait.isPositive()) {
            throw new RateLimitedException(wait);
        }
        T result = signIn.get();
        failures.giveBack(attempt);
        return result;
    }

    private record Attempt(String username, String address) {}
}
