package io.everknown.memory.decision;

/** Why a memory is archived. */
public enum ArchiveReason {
    /** Its user has more memories than are kept at hand. */
    LIMIT,
    /** Somebody archived it. */
    HAND,
    /** It became weak; it is forgotten when the bin is emptied. */
    PRUNED,
    /** Another memory says the same and stands for both. */
    MERGED
}
