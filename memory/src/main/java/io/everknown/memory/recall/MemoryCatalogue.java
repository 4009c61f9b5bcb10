package io.everknown.memory.recall;

import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.identity.MemoryScope;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Memories by id and by list. */
public interface MemoryCatalogue {

    /**
     * Memories by id, in no particular order; ids the scope can't see are missing.
     *
     * @param query where given, each memory's similarity to it is filled in
     * @param knownAt where given, facts come as the service knew them then, and those it did not know are missing
     */
    List<RecalledMemory> load(
            MemoryScope scope, Collection<UUID> ids, @Nullable Embedding query, @Nullable Instant knownAt);

    /** Memories by id as they stand. */
    default List<RecalledMemory> load(MemoryScope scope, Collection<UUID> ids, @Nullable Embedding query) {
        return load(scope, ids, query, null);
    }

    /** A page of memories that pass the filter, newest first. */
    List<RecalledMemory> list(MemoryScope scope, SearchFilter filter, @Nullable Cursor after, int limit);

    /**
     * All versions of the slot that {@code fact} sets, oldest first; only itself where it sets none.
     *
     * @param knownAt where given, the history as the service knew it then
     */
    List<RecalledMemory> history(MemoryScope scope, UUID fact, @Nullable Instant knownAt);

    /** The history as it stands. */
    default List<RecalledMemory> history(MemoryScope scope, UUID fact) {
        return history(scope, fact, null);
    }

    /** The last item of a page. */
    record Cursor(Instant recordedAt, UUID id) {}
}
