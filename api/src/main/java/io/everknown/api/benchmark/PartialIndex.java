package io.everknown.api.benchmark;

import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.embedding.TokenStates;
import io.everknown.memory.graph.GraphHit;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.recall.Hit;
import io.everknown.memory.recall.MemoryIndex;
import io.everknown.memory.recall.MemoryView;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.SearchFilter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An index of which vectors, words, names or several of them find and score nothing. Tokens stay: they are compared with the question's own,
 * whatever found the memory.
 *
 * @param vector whether vectors do
 * @param lexical whether words do
 * @param graph whether the names of a question lead to memories
 */
record PartialIndex(MemoryIndex whole, boolean vector, boolean lexical, boolean graph) implements MemoryIndex {

    @Override
    public MemoryView open(MemoryScope scope, SearchFilter filter) {
        return new View(whole.open(scope, filter));
    }

    private final class View implements MemoryView {

        private final MemoryView all;

        private View(MemoryView all) {
            this.all = all;
        }

        @Override
        public List<Hit> nearest(Embedding query, int limit) {
            return vector ? all.nearest(query, limit) : List.of();
        }

        @Override
        public List<Hit> match(String text, int limit) {
            return lexical ? all.match(text, limit) : List.of();
        }

        @Override
        public Optional<List<GraphHit>> expand(Collection<String> keys, int limit) {
            return graph ? all.expand(keys, limit) : Optional.of(List.of());
        }

        @Override
        public List<RecalledMemory> gather(
                Collection<UUID> ids, Predicate<RecalledMemory> shown, int distance, @Nullable Embedding query) {
            return all.gather(ids, shown, distance, vector ? query : null);
        }

        @Override
        public Map<UUID, TokenStates> tokens(Collection<UUID> ids) {
            return all.tokens(ids);
        }

        @Override
        public List<RecalledMemory> slotted(Set<String> families) {
            return all.slotted(families);
        }

        @Override
        public Set<UUID> outdated(Collection<UUID> turns) {
            return all.outdated(turns);
        }
    }
}
