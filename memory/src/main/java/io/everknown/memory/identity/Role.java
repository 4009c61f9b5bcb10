package io.everknown.memory.identity;

/** What a caller may do in its tenant; each role includes those before it. */
public enum Role {
    READER,
    WRITER,
    ADMIN;

    /** Whether this role may do what {@code needed} may. */
    public boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }
}
