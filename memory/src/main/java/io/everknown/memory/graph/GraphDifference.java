package io.everknown.memory.graph;

import java.util.UUID;

/**
 * One thing in which the graph differs from the record.
 *
 * @param kind in what it differs
 * @param id of the memory, or of the entity
 * @param memory a memory whose drawing cures it: the one that differs, or one that names the entity
 */
public record GraphDifference(Kind kind, UUID id, UUID memory) {

    /** In what graph and record differ. */
    public enum Kind {
        /** A memory that the graph does not have. */
        MISSING,
        /** A memory, or a relation of one, that the record does not have. */
        STRAY,
        /** A property of a memory. */
        PROPERTIES,
        /** What a memory leads to: entities, relations, other memories. */
        LINKS,
        /** An entity, its properties or its names. */
        ENTITY,
        /** An entity, a name or a bare node that nothing leads to. */
        ORPHAN
    }

    /** One of a memory. */
    public static GraphDifference of(Kind kind, UUID memory) {
        return new GraphDifference(kind, memory, memory);
    }
}
