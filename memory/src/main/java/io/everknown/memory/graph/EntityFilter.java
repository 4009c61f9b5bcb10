package io.everknown.memory.graph;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which page of entities.
 *
 * @param query part of a name, or null for all
 * @param afterKey key of the last entity of the page before, or null for the first page
 * @param afterId id of that entity, or null
 * @param limit the most entities
 */
public record EntityFilter(
        @Nullable String query,
        @Nullable String afterKey,
        @Nullable UUID afterId,
        int limit) {}
