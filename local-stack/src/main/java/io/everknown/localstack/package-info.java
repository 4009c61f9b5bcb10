/** The embedded Postgres and Neo4j for laptops, tests and CI, and the programs behind {@code ./everknown}. */
@NullMarked
package io.everknown.localstack;

import org.jspecify.annotations.NullMarked;
