/** Words as they are indexed and the BM25 search over them. */
@NullMarked
package io.everknown.memory.lexical;

import org.jspecify.annotations.NullMarked;
