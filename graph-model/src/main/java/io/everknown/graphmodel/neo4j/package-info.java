/** The graph port on Neo4j: its schema, how a projection is written, and how the graph is read. */
@NullMarked
package io.everknown.graphmodel.neo4j;

import org.jspecify.annotations.NullMarked;
