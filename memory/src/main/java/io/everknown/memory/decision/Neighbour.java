package io.everknown.memory.decision;

/**
 * A known fact near a new statement.
 *
 * @param fact the fact
 * @param similarity cosine of their embeddings, in [-1, 1]
 */
public record Neighbour(Fact fact, double similarity) {}
