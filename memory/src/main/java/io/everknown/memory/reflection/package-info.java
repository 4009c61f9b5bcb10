/** Draws insights from what many facts say together. */
@NullMarked
package io.everknown.memory.reflection;

import org.jspecify.annotations.NullMarked;
