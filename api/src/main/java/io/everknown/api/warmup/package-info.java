/** The first request's costs, paid before it comes. */
@NullMarked
package io.everknown.api.warmup;

import org.jspecify.annotations.NullMarked;
