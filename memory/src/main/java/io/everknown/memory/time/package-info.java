/** When something is true in the world and when the service knew it. */
@NullMarked
package io.everknown.memory.time;

import org.jspecify.annotations.NullMarked;
