package io.everknown.memory.consolidation;

import io.everknown.memory.extraction.FactKind;
import io.everknown.memory.recall.RecalledMemory;

/**
 * A memory that should be known before any question.
 *
 * @param memory the memory
 * @param kind what it is
 * @param weight how much it is to be known, in [0, 1]; the heaviest first
 * @param reason why, for a person to read
 */
public record Essential(RecalledMemory memory, FactKind kind, double weight, String reason) {}
