/** The registry of models: versions with their cards, which one is active, which one is tried out and on whom. */
@NullMarked
package io.everknown.memory.model;

import org.jspecify.annotations.NullMarked;
