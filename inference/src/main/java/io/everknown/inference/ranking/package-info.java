/** The ranking network that is shipped. */
@NullMarked
package io.everknown.inference.ranking;

import org.jspecify.annotations.NullMarked;
