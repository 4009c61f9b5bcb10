package io.everknown.memory.job;

import io.everknown.memory.identity.MemoryScope;

/** Tells the workers that there is something to do. What is not told is found all the same, only later. */
@FunctionalInterface
public interface JobWaker {

    void wake(MemoryScope scope);
}
