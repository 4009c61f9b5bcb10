package io.everknown.memory.recall;

import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.embedding.TokenStates;
import io.everknown.memory.graph.GraphHit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one recall may find, of one scope and under one filter; several threads may ask at once. */
public interface MemoryView {

    /**
     * The turns and the facts nearest to a vector, best first; {@code limit} of each kind wanted whenever the scope holds
     * as many that pass the filter, however many other users and tenants share the store.
     *
     * @return hits scored by cosine, in [-1, 1]
     */
    List<Hit> nearest(Embedding query, int limit);

    /**
     * The memories that match a text by BM25 (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75), turns and facts each with
     * the statistics of what the scope may read and nothing else.
     *
     * @return hits, best first, equal scores in the order of their ids
     */
    List<Hit> match(String text, int limit);

    /**
     * Memories that hang on the entities a question names, as {@code GraphStore.expand} would give them.
     *
     * @param keys entity keys that occur in the question, see {@code EntityMention.key}
     * @param limit the most hits
     * @return hits, best first; empty where this view does not know and the graph is to be asked
     */
    Optional<List<GraphHit>> expand(Collection<String> keys, int limit);

    /**
     * Memories by id, the turns that the facts among them were told in, and the turns up to {@code distance} places
     * before or after any of these in the same conversation. Turns that fail the filter are left out, whatever its types.
     *
     * @param shown facts that fail it are left out, and what they were told in with them
     * @param query each memory's similarity to it is filled in
     */
    List<RecalledMemory> gather(
            Collection<UUID> ids, Predicate<RecalledMemory> shown, int distance, @Nullable Embedding query);

    /** The states of memories' tokens; those that the scope can't see or that have none are missing. */
    Map<UUID, TokenStates> tokens(Collection<UUID> ids);

    /**
     * Those of {@code turns} of which nothing is true any more: facts were taken from them, and none of these holds in
     * the filter's time frame. A turn that states no fact is never among them.
     */
    Set<UUID> outdated(Collection<UUID> turns);

    /**
     * The facts that pass the filter and are pinned, or whose slot is of one of these families.
     *
     * @param families what slots' names begin with, up to their first slash
     */
    List<RecalledMemory> slotted(Set<String> families);
}
