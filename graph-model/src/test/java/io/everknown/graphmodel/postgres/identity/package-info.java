/** The stores of identity on the real Postgres. */
package io.everknown.graphmodel.postgres.identity;
