/** One entity under several names: what says so, what follows from all that says so, and how it is taken back. */
@NullMarked
package io.everknown.memory.entity;

import org.jspecify.annotations.NullMarked;
