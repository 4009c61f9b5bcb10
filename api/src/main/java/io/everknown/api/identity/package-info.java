/** Registering, signing in and API keys over REST. */
@NullMarked
package io.everknown.api.identity;

import org.jspecify.annotations.NullMarked;
