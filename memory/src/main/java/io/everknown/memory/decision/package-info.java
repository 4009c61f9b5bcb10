/** What a new fact means for what is known: ADD, UPDATE, DELETE or NOOP. */
@NullMarked
package io.everknown.memory.decision;

import org.jspecify.annotations.NullMarked;
