package io.everknown.memory.recall;

import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.identity.MemoryScope;
import java.util.List;

/** Search by meaning. */
public interface DenseIndex {

    /**
     * The memories of the scope nearest to a vector, best first; as many as asked for whenever the scope holds as
     * many that pass the filter, however many other users and tenants share the store.
     *
     * @return hits scored by cosine, in [-1, 1]
     */
    List<Hit> nearest(MemoryScope scope, Embedding query, SearchFilter filter, int limit);
}
