/** Erasing for good: a memory, its words in the turns it came from, and everything only it held. */
@NullMarked
package io.everknown.memory.forgetting;

import org.jspecify.annotations.NullMarked;
