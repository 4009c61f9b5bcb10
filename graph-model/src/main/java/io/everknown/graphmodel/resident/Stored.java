package io.everknown.graphmodel.resident;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.embedding.TokenStates;
import io.everknown.memory.recall.RecalledMemory;
import org.jspecify.annotations.Nullable;

/**
 * A memory with what it is searched by.
 *
 * @param memory the memory, beside no question
 * @param vector its components in half precision, or null while it has none
 * @param tokens the states of its tokens
 * @param terms its index terms, or null while it is not in the index of words
 * @param links what it names
 */
@SuppressWarnings("ArrayRecordComponent")
public record Stored(
        RecalledMemory memory,
        short @Nullable [] vector,
        TokenStates tokens,
        @Nullable Terms terms,
        Links links) {

    boolean isTurn() {
        return memory.type() == MemoryType.TURN;
    }
}
