package io.everknown.memory.graph;

import java.util.SortedSet;

/**
 * A graph as sorted lines of text, one a node and one a relationship with all properties, so that two can be compared.
 */
public record GraphSnapshot(SortedSet<String> nodes, SortedSet<String> relationships) {}
