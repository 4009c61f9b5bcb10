/** Takes facts that say the same for one, reversibly. */
@NullMarked
package io.everknown.memory.merging;

import org.jspecify.annotations.NullMarked;
