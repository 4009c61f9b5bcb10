package io.everknown.memory.consolidation;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.extraction.FactKind;
import io.everknown.memory.recall.RecalledMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How sure a memory still is: its confidence halves with each half-life of its kind in which it was neither said nor used
 * ({@code docs/consolidation.md}). A function of a memory and a moment; nothing is stored.
 */
public final class FadingRule {

    private final MemoryKinds kinds;
    private final EssentialRule essential;
    private final Map<FactKind, Duration> halfLives;
    private final double floor;

    /**
     * @param halfLives of the kinds; one that is missing or 0 never fades
     * @param floor the confidence below which nothing fades, in [0, 1]
     */
    public FadingRule(MemoryKinds kinds, EssentialRule essential, Map<FactKind, Duration> halfLives, double floor) {
        this.kinds = kinds;
        this.essential = essential;
        this.halfLives = Map.copyOf(halfLives);
        this.floor = floor;
    }

    /** The confidence of a memory at a moment, in (0, 1]. What is essential, and a turn, does not fade. */
    public double confidence(RecalledMemory memory, Instant at) {
        if (memory.type() == MemoryType.TURN || essential.isEssential(memory)) {
            return memory.confidence();
        }
        Duration halfLife = halfLives.getOrDefault(kinds.of(memory), Duration.ZERO);
        return faded(memory.confidence(), age(memory, at), halfLife, floor);
    }

    /**
     * {@code stored · 2^(−age / halfLife)}, at least the floor and at most what was stored.
     *
     * @param halfLife 0 for never
     */
    static double faded(double stored, Duration age, Duration halfLife, double floor) {
        if (halfLife.isZero() || age.isNegative() || age.isZero()) {
            return stored;
        }
        double halves = age.toMillis() / (double) halfLife.toMillis();
        return Math.min(stored, Math.max(floor, stored * Math.pow(2, -halves)));
    }

    /** Since when nobody said or used it; before the service knew it nobody could, and when it has ended it fades no more. */
    static Duration age(RecalledMemory memory, Instant at) {
        Instant since = later(memory.lastRefreshedAt(), memory.recordedAt());
        Instant until = at;
        Instant ended = memory.validity().to();
        if (ended != null && ended.isBefore(until)) {
            until = ended;
        }
        Instant retracted = memory.retractedAt();
        if (retracted != null && retracted.isBefore(until)) {
            until = retracted;
        }
        return Duration.between(since, until);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
