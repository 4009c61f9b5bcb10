package io.everknown.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.problem.RateLimitedException;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;

class TenantRateFilterTest {

    private final List<Exception> failures = new ArrayList<>();

    @AfterEach
    void forgetTheCaller() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void oneTenantIsLimitedAndAnotherIsNot() throws Exception {
        TenantRateFilter filter = filter(2);
        UUID busy = UUID.randomUUID();

        assertThat(passes(filter, busy)).isTrue();
        assertThat(passes(filter, busy)).isTrue();
        assertThat(passes(filter, busy)).isFalse();
        assertThat(passes(filter, UUID.randomUUID())).isTrue();

        assertThat(failures)
                .singleElement()
                .isInstanceOfSatisfying(
                        RateLimitedException.class,
                        limited -> assertThat(limited.retryAfterSeconds()).isBetween(1L, 30L));
    }

    @Test
    void withNoLimitEverybodyPasses() throws Exception {
        TenantRateFilter filter = filter(0);
        UUID busy = UUID.randomUUID();

        for (int i = 0; i < 1000; i++) {
            assertThat(passes(filter, busy)).isTrue();
        }
    }

    private TenantRateFilter filter(int perMinute) {
        return new TenantRateFilter(perMinute, (request, response, handler, failure) -> {
            failures.add(failure);
            return null;
        });
    }

    private static boolean passes(TenantRateFilter filter, UUID tenant) throws Exception {
        SecurityContextHolder.getContext()
                .setAuthentication(new CallerAuthentication(
                        new Caller(tenant, "somebody", Role.READER, false), CallerAuthentication.Proof.ACCESS_TOKEN));
        MockFilterChain chain = new MockFilterChain();
        filter.doFilter(new MockHttpServletRequest(), new MockHttpServletResponse(), chain);
        return chain.getRequest() != null;
    }
}
