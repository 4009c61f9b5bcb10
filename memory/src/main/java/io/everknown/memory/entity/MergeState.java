package io.everknown.memory.entity;

/** What is made of a reason to merge, in sight of all the others. */
public enum MergeState {
    /** Both names are one entity. */
    MERGED,
    /** Both stand apart: something speaks against it. */
    APART,
    /** Both stand apart: two people have this name. Where it was said of whom, the memory names that one. */
    NAME_SHARED,
    /** Both stand apart: two people are this to somebody. Where the name was said, the memory names that one. */
    ROLE_SHARED,
    /** Both stand apart: a person decided so, and no later word merges them again. */
    UNDONE
}
