package io.everknown.memory.recall;

import io.everknown.memory.identity.MemoryScope;
import java.util.List;

/** Search by words. */
public interface LexicalIndex {

    /**
     * The memories of the scope that match a text by BM25 (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75), with
     * the statistics of what the scope may read and nothing else.
     *
     * @return hits, best first
     */
    List<Hit> match(MemoryScope scope, String text, SearchFilter filter, int limit);
}
