/** What keeps memory whole in the background. */
@NullMarked
package io.everknown.memory.consolidation;

import org.jspecify.annotations.NullMarked;
