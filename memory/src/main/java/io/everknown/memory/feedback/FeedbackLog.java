package io.everknown.memory.feedback;

import io.everknown.memory.identity.MemoryScope;
import java.util.List;
import java.util.UUID;

/**
 * Feedback of users. It goes with the memories it names: what names a memory that is forgotten, or a turn that loses words,
 * is erased, because the question may tell them too.
 */
public interface FeedbackLog {

    /**
     * Keeps feedback of {@code scope}; one with a key that was kept before is returned as it stands.
     *
     * @throws UnknownMemoryException when the scope can't see one of its memories; nothing is kept then
     * @throws io.everknown.memory.conversation.IdempotencyConflictException when a key comes back with other content
     */
    Feedback add(MemoryScope scope, NewFeedback feedback);

    /** Users of a tenant who gave feedback, in order. */
    List<String> users(UUID tenant);

    /** All feedback of {@code scope}, oldest first. */
    List<Feedback> of(MemoryScope scope);
}
