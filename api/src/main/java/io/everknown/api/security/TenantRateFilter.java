package io.everknown.api.security;

import io.everknown.api.problem.RateLimitedException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Keeps one tenant from taking the whole service; off unless a limit is configured. */
final class TenantRateFilter extends OncePerRequestFilter {

    private final RateLimits<UUID> requests;
    private final boolean limited;
    private final HandlerExceptionResolver failures;

    TenantRateFilter(int requestsPerMinute, HandlerExceptionResolver failures) {
        this.limited = requestsPerMinute > 0;
        this.requests = new RateLimits<>(Math.max(1, requestsPerMinute));
        this.failures = failures;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (limited && SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication proved) {
            Duration wait = requests.take(proved.getPrincipal().tenant());
            if (wait.isPositive()) {
                failures.resolveException(request, response, null, new RateLimitedException(wait));
                return;
            }
        }
        chain.doFilter(request, response);
    }
}
