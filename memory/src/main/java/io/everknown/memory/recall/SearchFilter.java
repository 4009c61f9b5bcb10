package io.everknown.memory.recall;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.time.TimeFrame;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a channel may return; every channel applies all of it before it counts its hits.
 *
 * @param types the kinds wanted
 * @param frame which versions count
 * @param minTrust the least trust wanted, or null for any
 * @param conversation only memories of this conversation, or null for all
 */
public record SearchFilter(
        Set<MemoryType> types,
        TimeFrame frame,
        @Nullable TrustLevel minTrust,
        @Nullable String conversation) {

    public SearchFilter {
        types = Set.copyOf(types);
    }
}
