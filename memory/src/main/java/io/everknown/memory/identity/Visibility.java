package io.everknown.memory.identity;

/** How far a memory is shown, always inside one tenant. */
public enum Visibility {
    /** The user it belongs to, and nobody else. */
    PRIVATE,
    /** Every user of the tenant; any writer may add to it. */
    TEAM,
    /** Every user of the tenant; only an admin may add to it. */
    GLOBAL
}
