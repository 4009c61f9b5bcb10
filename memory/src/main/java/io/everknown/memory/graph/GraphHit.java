package io.everknown.memory.graph;

import java.util.List;
import java.util.UUID;

/**
 * A memory reached by expansion.
 *
 * @param memory id of the fact or turn
 * @param score greater is nearer; only comparable within one answer
 * @param hops relations between the question's entity and the memory: 1 or 2
 * @param path names of the entities on the way, the question's first
 */
public record GraphHit(UUID memory, double score, int hops, List<String> path) {}
