package io.everknown.memory.consolidation;

import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.RecalledMemory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The record as upkeep asks it: which audiences there are, what of one is to be weighed, pruned or removed. */
public interface UpkeepLedger {

    /** The audiences that have facts, in a fixed order, from the one after {@code after} on; null begins. */
    Page audiences(@Nullable Cursor after, int limit);

    /** Audiences with facts that expired, or were put into the bin, at or before these moments; the most overdue first. */
    List<Audience> toClean(Instant expired, Instant binned, int limit);

    /** Facts of an audience that expired, or were put into the bin, at or before these moments. */
    List<UUID> overdue(MemoryScope scope, Visibility visibility, Instant expired, Instant binned, int limit);

    /** The facts of an audience that hold at a moment and are pinned or of one of these families of slots. */
    List<RecalledMemory> slotted(MemoryScope scope, Visibility visibility, Set<String> families, Instant now);

    /** Keeps what was found to be essential in an audience in place of what was found before. */
    void keep(MemoryScope scope, Visibility visibility, List<Essential> essentials, Instant now);

    /** What the last weighing found of a fact; empty where it was not essential or the scope can't see it. */
    Optional<Weighed> weighed(MemoryScope scope, UUID fact);

    /**
     * The facts of an audience that hold at a moment and that nothing speaks for: not pinned, nothing resting on them, and
     * neither they nor a turn that tells them ever used.
     *
     * @param recorded only those recorded at or before this moment
     * @param support only those said fewer times
     */
    List<RecalledMemory> unsupported(
            MemoryScope scope, Visibility visibility, Instant recorded, int support, Instant now);

    /**
     * Whose facts.
     *
     * @param scope a user of the audience
     * @param visibility private for that user's own, team for everyone's
     */
    record Audience(MemoryScope scope, Visibility visibility) {}

    /** The last audience of a page. */
    record Cursor(UUID tenant, String audience) {}

    /** Some audiences, and where the next page begins; null after the last. */
    record Page(List<Audience> audiences, @Nullable Cursor next) {
        public Page {
            audiences = List.copyOf(audiences);
        }
    }

    /**
     * A fact as it was last weighed.
     *
     * @param weight in [0, 1]
     * @param reason why it is essential
     * @param since since when each weighing found it so
     * @param at when it was weighed last
     */
    record Weighed(double weight, String reason, Instant since, Instant at) {}
}
