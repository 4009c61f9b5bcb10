package io.everknown.api.memory;

import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.Role;
import io.everknown.memory.identity.Visibility;
import org.jspecify.annotations.Nullable;

/** Who may write with which visibility. */
final class Visibilities {

    private Visibilities() {}

    /** The visibility asked for, private where none is; only an admin writes for the whole tenant. */
    static Visibility writable(Caller caller, @Nullable Visibility wanted) {
        Visibility visibility = wanted == null ? Visibility.PRIVATE : wanted;
        if (visibility == Visibility.GLOBAL) {
            caller.require(Role.ADMIN);
        }
        return visibility;
    }
}
