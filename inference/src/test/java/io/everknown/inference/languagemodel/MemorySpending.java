package io.everknown.inference.languagemodel;

import io.everknown.memory.extraction.ModelSpending;
import io.everknown.memory.extraction.ModelUsage;
import io.everknown.memory.identity.MemoryScope;
import java.time.LocalDate;

/** An account in memory; the real one is tested on the real Postgres. */
final class MemorySpending implements ModelSpending {

    boolean allowed = true;
    ModelUsage spent = ModelUsage.NONE;

    @Override
    public synchronized boolean reserve(MemoryScope scope, LocalDate day, ModelUsage atMost, Limit limit) {
        spent = allowed ? spent.plus(atMost) : spent;
        return allowed;
    }

    @Override
    public synchronized void settle(MemoryScope scope, LocalDate day, ModelUsage reserved, ModelUsage used) {
        spent = spent.minus(reserved).plus(used);
    }

    @Override
    public ModelUsage of(MemoryScope scope, LocalDate day) {
        return spent;
    }
}
