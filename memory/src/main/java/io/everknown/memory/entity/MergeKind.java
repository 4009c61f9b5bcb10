package io.everknown.memory.entity;

/** What speaks for two names being of one entity. */
public enum MergeKind {
    /** Somebody said who a relative, partner or pet is: "my sister Anna". */
    ROLE,
    /** The speaker, whose name was not known, said it: "my name is Elizabeth". */
    SELF,
    /** Somebody said that both are names of one: "Elizabeth, or Liz for short". */
    CALLED,
    /** Both are spelt nearly alike, and nothing known speaks against it. */
    SPELLING,
    /** The same family name behind a first name and its short form, and nothing known speaks against it. */
    NICKNAME,
    /** A first name alone, after the only full name known that begins with it. */
    FIRST_NAME,
    /** A person decided so. */
    HAND;

    /** Whether it rests on words that were said, and goes when these are forgotten. */
    public boolean said() {
        return this == ROLE || this == SELF || this == CALLED;
    }
}
