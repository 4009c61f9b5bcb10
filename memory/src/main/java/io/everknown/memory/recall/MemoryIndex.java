package io.everknown.memory.recall;

import io.everknown.memory.identity.MemoryScope;

/** Opens the memories of a scope to a recall. */
@FunctionalInterface
public interface MemoryIndex {

    /**
     * The memories of {@code scope}, of which {@code filter} tells what may be found. All that was committed before the
     * call is in the view, whichever process wrote it; what is committed later may be.
     */
    MemoryView open(MemoryScope scope, SearchFilter filter);
}
