package io.everknown.memory.extraction;

import io.everknown.memory.identity.MemoryScope;
import java.math.BigDecimal;
import java.time.LocalDate;

/** What tenants spend on language models, by day; one account for all processes. */
public interface ModelSpending {

    /**
     * Sets aside what a call may use at most. What is set aside counts as spent until {@link #settle}, for good if
     * the process dies in between: the provider may have billed it.
     *
     * @return whether it fits under the tenant's limit; if not, nothing is set aside
     */
    boolean reserve(MemoryScope scope, LocalDate day, ModelUsage atMost, Limit limit);

    /** Replaces what was set aside by what was used. */
    void settle(MemoryScope scope, LocalDate day, ModelUsage reserved, ModelUsage used);

    /** What a tenant has spent on a day, what is set aside included. */
    ModelUsage of(MemoryScope scope, LocalDate day);

    /**
     * The most for a tenant and day (UTC).
     *
     * @param tokens read and written together
     * @param costUsd US dollars
     */
    record Limit(long tokens, BigDecimal costUsd) {

        /** Whether {@code usage} stays within. */
        public boolean allows(ModelUsage usage) {
            return usage.tokens() <= tokens && usage.costUsd().compareTo(costUsd) <= 0;
        }
    }
}
