/** Turns: what was said, verbatim, and the use case that takes them in. */
@NullMarked
package io.everknown.memory.conversation;

import org.jspecify.annotations.NullMarked;
