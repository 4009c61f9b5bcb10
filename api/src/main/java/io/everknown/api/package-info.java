/** The REST service: what is HTTP, and nothing else. */
@NullMarked
package io.everknown.api;

import org.jspecify.annotations.NullMarked;
