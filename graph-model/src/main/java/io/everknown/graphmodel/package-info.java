/** The stores behind the domain's ports: Postgres is the record, Neo4j the graph drawn from it. */
@NullMarked
package io.everknown.graphmodel;

import org.jspecify.annotations.NullMarked;
