package io.everknown.memory.consolidation;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.recall.RecalledMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Which memories became weak: faded, known for long, seldom said, and neither pinned nor essential. */
public final class PruningRule {

    private final EssentialRule essential;
    private final FadingRule fading;

    public PruningRule(EssentialRule essential, FadingRule fading) {
        this.essential = essential;
        this.fading = fading;
    }

    /** A memory that holds and that nothing else speaks for, if it is weak; see {@link UpkeepLedger#unsupported}. */
    public Optional<Weak> weak(RecalledMemory memory, Limits limits, Instant now) {
        double confidence = fading.confidence(memory, now);
        Duration known = Duration.between(memory.recordedAt(), now);
        if (memory.type() == MemoryType.TURN
                || essential.isEssential(memory)
                || confidence >= limits.confidence
                || known.compareTo(limits.age) < 0
                || memory.support() >= limits.support) {
            return Optional.empty();
        }
        String reason = String.format(
                Locale.ROOT,
                "pruned: its confidence has faded from %.2f to %.2f, below %.2f; known for %d days, said %s, never used",
                memory.confidence(),
                confidence,
                limits.confidence,
                known.toDays(),
                Essential.times(memory.support()));
        return Optional.of(new Weak(memory, confidence, reason));
    }

    /**
     * What counts as weak; all of it must hold.
     *
     * @param confidence what it has faded below, in [0, 1]
     * @param age for how long it has been known at least
     * @param support said fewer times than this
     */
    public record Limits(double confidence, Duration age, int support) {}

    /**
     * A memory that became weak.
     *
     * @param confidence what it has faded to
     * @param reason why it goes
     */
    public record Weak(RecalledMemory memory, double confidence, String reason) {}
}
