/** Tests of the graph store on a real server. */
@NullMarked
package io.everknown.graphmodel.neo4j;

import org.jspecify.annotations.NullMarked;
