package io.everknown.api.security;

import io.everknown.memory.identity.ApiKeyCheck;
import io.everknown.memory.identity.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Lets the bearer of an API key in; one that is refused goes no further, even where nobody needs credentials. */
final class ApiKeyFilter extends OncePerRequestFilter {

    private static final String HEADER = "X-API-Key";
    private static final String BEARER = "bearer ";

    private final ApiKeyCheck keys;
    private final AuthenticationEntryPoint refusal;
    private final HandlerExceptionResolver failures;

    ApiKeyFilter(ApiKeyCheck keys, AuthenticationEntryPoint refusal, HandlerExceptionResolver failures) {
        this.keys = keys;
        this.refusal = refusal;
        this.failures = failures;
    }

    /** Whether an {@code Authorization} header holds an API key and no access token. */
    static boolean holdsApiKey(@Nullable String authorization) {
        return authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER + ApiKeyCheck.PREFIX);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String text = request.getHeader(HEADER);
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (text == null && authorization != null && holdsApiKey(authorization)) {
            text = authorization.substring(BEARER.length());
        } else if (text != null && authorization != null) {
            refusal.commence(request, response, new InvalidBearerTokenException("two credentials at once"));
            return;
        }
        if (text == null) {
            chain.doFilter(request, response);
            return;
        }
        Optional<Caller> caller;
        try {
            caller = keys.callerOf(text.strip());
        } catch (DataAccessException | TransactionException storeDown) {
            failures.resolveException(request, response, null, storeDown);
            return;
        }
        if (caller.isEmpty()) {
            refusal.commence(request, response, new InvalidBearerTokenException("no such API key"));
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new CallerAuthentication(caller.get(), CallerAuthentication.Proof.API_KEY));
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }
}
