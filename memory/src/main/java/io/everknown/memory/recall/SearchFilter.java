package io.everknown.memory.recall;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.time.TimeFrame;
import java.time.Instant;
import java.util.EnumSet;
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

    /** All facts, summaries and insights that hold now. */
    public static SearchFilter current(Instant now) {
        return new SearchFilter(EnumSet.complementOf(EnumSet.of(MemoryType.TURN)), TimeFrame.current(now), null, null);
    }

    /** Whether a memory may be returned. */
    public boolean passes(RecalledMemory memory) {
        return types.contains(memory.type()) && holds(memory);
    }

    /** The same, of whatever kind the memory is. */
    public boolean holds(RecalledMemory memory) {
        boolean trusted = minTrust == null || memory.trust().outranksOrEquals(minTrust);
        boolean here = conversation == null
                || memory.sources().stream()
                        .anyMatch(source -> source.conversation().equals(conversation));
        boolean fresh = memory.expiresAt() == null || memory.expiresAt().isAfter(frame.asked());
        boolean atHand = memory.upkeep().archivedAt() == null;
        return isInTime(memory) && trusted && here && fresh && atHand;
    }

    /** Whether a memory shows in the time frame, whatever else is wanted. */
    public boolean isInTime(RecalledMemory memory) {
        return memory.type() == MemoryType.TURN
                ? frame.shows(memory.validity().from(), memory.recordedAt())
                : frame.shows(memory.validity(), memory.recordedAt(), memory.retractedAt());
    }
}
