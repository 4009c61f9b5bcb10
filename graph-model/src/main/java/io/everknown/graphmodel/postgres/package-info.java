/** Postgres as the record: transactions that name their tenant, and the stores that need nothing but SQL. */
@NullMarked
package io.everknown.graphmodel.postgres;

import org.jspecify.annotations.NullMarked;
