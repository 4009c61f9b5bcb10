/** Dense vectors of sentences. */
@NullMarked
package io.everknown.memory.embedding;

import org.jspecify.annotations.NullMarked;
