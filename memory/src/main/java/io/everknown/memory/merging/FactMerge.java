package io.everknown.memory.merging;

import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.Source;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * That a fact was merged into another that says the same.
 *
 * @param id its id
 * @param survivor the fact that stands for both
 * @param merged the one that was closed
 * @param reason why, for a person to read; quotes nobody
 * @param probability that they say the same, 1 for the same words
 * @param similarity their cosine
 * @param base the survivor without any merge
 * @param mergedAt when
 * @param undoneAt when a person took it back, or null
 */
public record FactMerge(
        UUID id,
        UUID survivor,
        UUID merged,
        String reason,
        double probability,
        double similarity,
        Base base,
        Instant mergedAt,
        @Nullable Instant undoneAt) {

    /**
     * What a survivor had of its own.
     *
     * @param from since when it was true
     * @param refreshed when it was last said or used
     */
    public record Base(Instant from, Instant refreshed) {

        static Base of(Fact fact) {
            return new Base(fact.validity().from(), fact.lastRefreshedAt());
        }
    }

    /** Whether it is in force. */
    public boolean stands() {
        return undoneAt == null;
    }

    /**
     * The survivor as it is without what this merge brought; what came to it since stays.
     *
     * @param survivor as it stands
     * @param gone the merged fact
     * @param others the facts that remain merged into it
     */
    Fact without(Fact survivor, Fact gone, Collection<Fact> others) {
        Instant from = survivor.validity().from();
        if (from.equals(gone.validity().from())) {
            from = others.stream()
                    .map(other -> other.validity().from())
                    .reduce(base.from, (a, b) -> a.isBefore(b) ? a : b);
        }
        Instant refreshed = survivor.lastRefreshedAt();
        if (refreshed.equals(gone.lastRefreshedAt())) {
            refreshed =
                    others.stream().map(Fact::lastRefreshedAt).reduce(base.refreshed, (a, b) -> a.isAfter(b) ? a : b);
        }
        Set<UUID> turns = gone.sources().stream().map(Source::turn).collect(Collectors.toSet());
        List<Source> sources = survivor.sources().stream()
                .filter(source -> !turns.contains(source.turn()))
                .toList();
        return survivor.standing(from, refreshed, Math.max(1, survivor.support() - gone.support()), sources);
    }
}
