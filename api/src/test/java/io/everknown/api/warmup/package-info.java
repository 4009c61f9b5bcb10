/** Warming up. */
@NullMarked
package io.everknown.api.warmup;

import org.jspecify.annotations.NullMarked;
