/** Neo4j Community as a small server of its own, started and watched by the local stack. */
@NullMarked
package io.everknown.localstack.neo4j;

import org.jspecify.annotations.NullMarked;
