package io.everknown.memory.entity;

import io.everknown.memory.identity.MemoryScope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The record of merges. */
public interface EntityMergeLog {

    /** Whose names an entity is among: the user's own, or those of everyone of the tenant. */
    Optional<String> audience(MemoryScope scope, UUID entity);

    /** The entity that stands for this one, itself where it stands alone; nothing where the scope can't see it. */
    Optional<UUID> root(MemoryScope scope, UUID entity);

    /** Runs {@code work} in one transaction, while nobody decides for the same audience. */
    <T> T serially(MemoryScope scope, String audience, Function<EntityLedger, T> work);

    /**
     * A page of what the scope may see, newest first.
     *
     * @param entity only those of the names that hang together with this one; null for all
     * @param before id of the last of the page before, or null for the first page
     */
    List<LoggedMerge> merges(MemoryScope scope, @Nullable UUID entity, @Nullable UUID before, int limit);

    /** A merge and the words that say it. */
    record LoggedMerge(EntityMerge merge, List<Evidence> said) {
        public LoggedMerge {
            said = List.copyOf(said);
        }
    }

    /**
     * Words that speak for a merge.
     *
     * @param memory the turn or fact
     * @param sentence the words in it
     * @param at when the service learned it
     */
    record Evidence(UUID memory, String sentence, Instant at) {}
}
