package io.everknown.memory.forgetting;

import io.everknown.memory.identity.MemoryScope;

/**
 * Erases all that the service keeps of one user: what is private at once, what was shared with the tenant memory by
 * memory. A user who is told of again afterwards begins anew.
 */
public final class EraseUser {

    private final UserEraser eraser;
    private final Forget forget;

    public EraseUser(UserEraser eraser, Forget forget) {
        this.eraser = eraser;
        this.forget = forget;
    }

    /**
     * Erases a user's turns, memories, names, feedback, jobs and decisions. Doing it again erases what has come since.
     *
     * @return how many turns and memories went
     */
    public int erase(MemoryScope scope) {
        int shared = eraser.shared(scope).stream()
                .flatMap(id -> forget.forget(scope, id).stream())
                .mapToInt(gone -> gone.turns().size() + gone.facts().size())
                .sum();
        return shared + eraser.erasePrivate(scope);
    }
}
