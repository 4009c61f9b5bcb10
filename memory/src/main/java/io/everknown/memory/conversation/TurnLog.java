package io.everknown.memory.conversation;

import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The record of what was said. A turn that {@link #append} returned survives any crash. */
public interface TurnLog {

    /**
     * Stores turns durably, all or none, in the order given, before anything is derived from them. A turn that was
     * stored before (same idempotency key, or same conversation, source_ref and content) is returned as it stands.
     *
     * @throws IdempotencyConflictException when a key comes back with another text
     */
    List<Turn> append(
            MemoryScope scope, Visibility visibility, String conversation, List<NewTurn> turns, boolean extract);

    /** Turns by id, in the order of the ids; those that are gone are missing. */
    List<Turn> turns(MemoryScope scope, List<UUID> ids);

    /**
     * The turns of a conversation right before one of its turns, as far as they have its visibility.
     *
     * @return at most {@code limit}, oldest first
     */
    List<Turn> before(MemoryScope scope, Turn turn, int limit);

    /** How much of a conversation is stored and how much of that is not yet derived. */
    ConversationStatus status(MemoryScope scope, String conversation);

    /** Scopes that hold turns, of no job under way, waiting for longer than {@code age}; at most {@code limit}, oldest first. */
    List<MemoryScope> scopesWithPending(Duration age, int limit);

    /** Turns of one scope that wait to be derived and belong to no job under way, oldest first. */
    List<Turn> pending(MemoryScope scope, int limit);

    /** Counts a failed try to derive from a turn; after {@code maxAttempts} it is set aside and no longer pending. */
    void failed(MemoryScope scope, UUID turn, String error, int maxAttempts);
}
