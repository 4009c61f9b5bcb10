package io.everknown.memory.decision;

import io.everknown.memory.identity.TrustLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * How much a memory would be missed, in [0, 1]: a weighted mean of how important it is, how lately it was said, how often
 * and by whom. It only grows with each of them. Weights and half-life are first guesses.
 */
public final class Salience {

    /** The rule's version in the registry of models. */
    public static final String VERSION = "salience-1";

    static final double IMPORTANCE = 0.40;
    static final double RECENCY = 0.25;
    static final double SUPPORT = 0.20;
    static final double TRUST = 0.15;

    /** What was said so long ago counts half as recent as what is said now. */
    static final Duration HALF_LIFE = Duration.ofDays(90);

    private Salience() {}

    /** The salience of a memory at a moment. */
    public static double of(Kept memory, Instant now) {
        double age = Math.max(0, Duration.between(memory.lastRefreshedAt(), now).toMillis());
        double recency = Math.pow(2, -age / HALF_LIFE.toMillis());
        double often = Math.log(Math.max(1, memory.support()));
        double trust = memory.trust().rank() / (double) TrustLevel.USER.rank();
        return IMPORTANCE * memory.importance() + RECENCY * recency + SUPPORT * often / (1 + often) + TRUST * trust;
    }

    /** The least salient of some memories; of equal ones the older go first. */
    public static List<UUID> least(Collection<Kept> memories, int number, Instant now) {
        return memories.stream()
                .sorted(Comparator.comparingDouble((Kept memory) -> of(memory, now))
                        .thenComparing(Kept::lastRefreshedAt)
                        .thenComparing(Kept::id))
                .limit(number)
                .map(Kept::id)
                .toList();
    }

    /**
     * What a memory's salience goes by.
     *
     * @param id the memory
     * @param importance in [0, 1]
     * @param support how often it was said
     * @param lastRefreshedAt when it was last said
     * @param trust how much its best source is believed
     * @param spared whether it is kept however little salient it is: pinned, or essential
     */
    public record Kept(
            UUID id, double importance, int support, Instant lastRefreshedAt, TrustLevel trust, boolean spared) {}
}
