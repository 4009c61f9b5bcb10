package io.everknown.memory.recall;

import java.util.UUID;

/**
 * A memory that a channel found.
 *
 * @param memory its id
 * @param score greater is better; only comparable within one answer of one channel
 */
public record Hit(UUID memory, double score) {}
