/** What callers tell of recalled memories: which were used, and which were wrong. */
@NullMarked
package io.everknown.memory.feedback;

import org.jspecify.annotations.NullMarked;
