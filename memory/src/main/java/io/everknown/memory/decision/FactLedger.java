package io.everknown.memory.decision;

import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The record of facts and decisions. */
public interface FactLedger {

    /**
     * Runs {@code work} in one transaction while no other process decides for the same audience; two audiences never
     * wait for each other. Either everything it recorded stands afterwards, or nothing does.
     */
    <T> T serially(MemoryScope scope, Visibility visibility, Function<SubjectLedger, T> work);

    /** The decisions logged for turns, by turn, in the order decided; turns without any are missing. */
    Map<UUID, List<DecisionRecord>> decisionsOf(MemoryScope scope, Collection<UUID> turns);

    /**
     * A page of the scope's decisions, newest first.
     *
     * @param about only those about this fact, or null for all
     * @param before id of the last decision of the page before, or null for the first page
     * @throws IllegalArgumentException when {@code before} is no decision of this scope
     */
    List<DecisionRecord> decisions(MemoryScope scope, @Nullable UUID about, @Nullable UUID before, int limit);
}
