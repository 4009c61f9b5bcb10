package io.everknown.memory.reflection;

import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The record of insights. Writes join the transaction of {@code FactLedger.serially}. */
public interface ReflectionLog {

    /** How many facts an audience learned in a window and still knows. */
    int learned(MemoryScope scope, Visibility visibility, Window window);

    /** All facts of an audience that were not taken back and are at hand, with their vectors. */
    List<Told> told(MemoryScope scope, Visibility visibility);

    /** The insight about a topic that stands. */
    Optional<UUID> standing(MemoryScope scope, Visibility visibility, String topic);

    /** What a memory rests on. */
    List<UUID> origins(MemoryScope scope, UUID memory);

    /** Keeps what an insight is about. */
    void keep(MemoryScope scope, Visibility visibility, UUID memory, Insight insight, Instant now);
}
