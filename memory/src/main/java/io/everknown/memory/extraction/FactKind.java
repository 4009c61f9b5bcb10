package io.everknown.memory.extraction;

/** What a fact is to the one it is about, as its slot's definition says. */
public enum FactKind {
    /** What is to be done whenever it applies. */
    INSTRUCTION,
    /** Who somebody is: name, home, work, family. */
    IDENTITY,
    /** What somebody chose for good. */
    PREFERENCE,
    /** What somebody likes, has or does. */
    INTEREST,
    /** Anything else that holds. */
    FACT,
    /** What happened, or is under way. */
    EVENT
}
