package io.everknown.memory.attention;

import io.everknown.memory.recall.RecalledMemory;
import org.jspecify.annotations.Nullable;

/** Where a turn stands. Two users may give their conversations the same name, and share both with their team. */
record Place(String user, String conversation, long position) {

    /** A turn's place, or null where a memory has none. */
    static @Nullable Place of(RecalledMemory memory) {
        Long position = memory.position();
        return position == null || memory.sources().isEmpty()
                ? null
                : new Place(memory.user(), memory.sources().getFirst().conversation(), position);
    }

    Place shifted(long by) {
        return new Place(user, conversation, position + by);
    }
}
