package io.everknown.memory.consolidation;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.extraction.FactKind;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.recall.RecalledMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which memories should be known before any question, and how much ({@code docs/consolidation.md}). Whether one is, is told
 * by its strength, which time does not change; recency only orders those that are. The weights are first guesses.
 */
public final class EssentialRule {

    static final double KIND = 0.50;
    static final double TRUST = 0.20;
    static final double SUPPORT = 0.15;
    static final double CONFIDENCE = 0.15;
    static final double STRENGTH = 0.85;
    static final double RECENCY = 0.15;

    /** What was said so long ago counts half as recent as what is said now. */
    static final Duration RECENT = Duration.ofDays(90);

    private final MemoryKinds kinds;
    private final Map<FactKind, Double> weights;
    private final double least;

    /**
     * @param weights of the kinds, in [0, 1]; one that is missing or 0 is never essential by itself
     * @param least the strength from which on a memory is essential, in [0, 1]
     */
    public EssentialRule(MemoryKinds kinds, Map<FactKind, Double> weights, double least) {
        this.kinds = kinds;
        this.weights = Map.copyOf(weights);
        this.least = least;
    }

    /** The families of slots that may be essential, see {@link io.everknown.memory.extraction.SlotKinds}. */
    public Set<String> families() {
        return kinds.slots()
                .having(weights.entrySet().stream()
                        .filter(kind -> kind.getValue() > 0)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()));
    }

    /** Whether a memory that holds is essential. */
    public boolean isEssential(RecalledMemory memory) {
        return isEssential(memory, kinds.of(memory));
    }

    /** The weight of a memory that holds, if it is essential. */
    public Optional<Essential> weigh(RecalledMemory memory, Instant now) {
        FactKind kind = kinds.of(memory);
        if (!isEssential(memory, kind)) {
            return Optional.empty();
        }
        double age = Math.max(0, Duration.between(memory.lastRefreshedAt(), now).toMillis());
        double weight = STRENGTH * strength(memory, kind) + RECENCY * Math.pow(2, -age / RECENT.toMillis());
        return Optional.of(new Essential(memory, kind, weight));
    }

    private boolean isEssential(RecalledMemory memory, FactKind kind) {
        if (memory.upkeep().pinned()) {
            return true;
        }
        return memory.type() != MemoryType.TURN
                && weights.getOrDefault(kind, 0.0) > 0
                && memory.trust().outranksOrEquals(TrustLevel.TRUSTED_TOOL)
                && strength(memory, kind) >= least;
    }

    private double strength(RecalledMemory memory, FactKind kind) {
        double weight = memory.upkeep().pinned() ? 1 : weights.getOrDefault(kind, 0.0);
        double often = Math.log(Math.max(1, memory.support()));
        double trust = memory.trust().rank() / (double) TrustLevel.USER.rank();
        return KIND * weight + TRUST * trust + SUPPORT * often / (1 + often) + CONFIDENCE * memory.confidence();
    }
}
