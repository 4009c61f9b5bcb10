package io.everknown.memory.extraction;

import io.everknown.memory.conversation.Turn;
import java.util.List;

/** Finds the facts of a turn. */
public interface FactExtractor {

    /**
     * The facts of one turn.
     *
     * @param turn the turn
     * @param before the turns before it in the same conversation, oldest first; may be empty
     */
    Extraction extract(Turn turn, List<Turn> before);
}
