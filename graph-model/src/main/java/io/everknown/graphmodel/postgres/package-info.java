/** The record in Postgres: turns, facts, decisions, vectors, postings and the graph's outbox. */
@NullMarked
package io.everknown.graphmodel.postgres;

import org.jspecify.annotations.NullMarked;
