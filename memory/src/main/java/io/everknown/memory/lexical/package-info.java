/** Words as they are indexed. */
@NullMarked
package io.everknown.memory.lexical;

import org.jspecify.annotations.NullMarked;
