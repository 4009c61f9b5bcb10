package io.everknown.memory.decision;

import io.everknown.memory.identity.MemoryScope;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** The record of facts and decisions. */
public interface FactLedger {

    /**
     * Runs {@code work} in one transaction while no other process decides in this scope; two scopes never wait for
     * each other. Either everything it recorded stands afterwards, or nothing does.
     */
    <T> T serially(MemoryScope scope, Function<SubjectLedger, T> work);

    /** The decisions logged for turns, by turn, in the order decided; turns without any are missing. */
    Map<UUID, List<DecisionRecord>> decisionsOf(MemoryScope scope, Collection<UUID> turns);
}
