/** Words as they are indexed, by Lucene. */
@NullMarked
package io.everknown.inference.lexical;

import org.jspecify.annotations.NullMarked;
