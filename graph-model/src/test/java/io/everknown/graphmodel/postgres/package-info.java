/** The stores of the record, each on the real Postgres. */
@org.jspecify.annotations.NullMarked
package io.everknown.graphmodel.postgres;
