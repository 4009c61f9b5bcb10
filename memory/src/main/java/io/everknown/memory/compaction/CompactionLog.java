package io.everknown.memory.compaction;

import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.identity.MemoryScope;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The record of summaries that were asked for. Writes join the transaction of {@code FactLedger.serially}. */
public interface CompactionLog {

    /** The vectors of facts; those that the scope can't see are missing. */
    Map<UUID, Embedding> vectors(MemoryScope scope, Collection<UUID> facts);

    /** What this user was answered under a key. */
    Optional<Made> underKey(MemoryScope scope, String key);

    /** The newest summary of the same request that stands. */
    Optional<Made> standing(MemoryScope scope, String request);

    /** Keeps a summary that was made. */
    void keep(MemoryScope scope, String audience, Made made);

    /**
     * A summary that was made.
     *
     * @param key the caller's key, or null
     * @param request a digest of what was asked for
     * @param summary the memory
     * @param inputTokens what all that it was made from costs
     * @param tokens what it costs
     * @param at when
     */
    record Made(@Nullable String key, String request, UUID summary, int inputTokens, int tokens, Instant at) {}
}
