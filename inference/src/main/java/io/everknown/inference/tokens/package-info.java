/** Token counts as language models charge them. */
@NullMarked
package io.everknown.inference.tokens;

import org.jspecify.annotations.NullMarked;
