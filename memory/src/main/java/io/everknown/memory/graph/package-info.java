/** Entities and relations: the graph's port, its outbox and the relay between. */
@NullMarked
package io.everknown.memory.graph;

import org.jspecify.annotations.NullMarked;
