/** The one JSON dialect of the service: snake_case and strict. */
@NullMarked
package io.everknown.api.json;

import org.jspecify.annotations.NullMarked;
