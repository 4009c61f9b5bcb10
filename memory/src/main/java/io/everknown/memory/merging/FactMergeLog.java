package io.everknown.memory.merging;

import io.everknown.memory.decision.DuplicateRule.Standing;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The record of merged facts. Writes join the transaction of {@code FactLedger.serially}. */
public interface FactMergeLog {

    /** The plain facts of an audience that hold and are at hand, with their vectors. */
    List<Standing> standing(MemoryScope scope, Visibility visibility);

    /** All merges of an audience, those taken back among them. */
    List<FactMerge> merges(MemoryScope scope, Visibility visibility);

    /** Keeps new merges. */
    void enter(MemoryScope scope, Visibility visibility, Collection<FactMerge> merges);

    /** Notes that a merge was taken back, and that its fact is at hand again. */
    void undo(MemoryScope scope, UUID merge, Instant moment);

    /** A merge that the scope can see, and how far it is shown. */
    Optional<Shown> find(MemoryScope scope, UUID merge);

    /**
     * A page of merges that the scope can see, newest first.
     *
     * @param before only those older than this one, or null
     */
    List<Shown> page(MemoryScope scope, @Nullable UUID before, int limit);

    /**
     * A merge as it is shown.
     *
     * @param user whose facts these are
     * @param survivorText what the survivor says
     * @param mergedText what the merged fact says
     */
    record Shown(FactMerge merge, String user, Visibility visibility, String survivorText, String mergedText) {}
}
