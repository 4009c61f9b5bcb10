/** Trains the ranking network from labelled conversations. */
@NullMarked
package io.everknown.api.training;

import org.jspecify.annotations.NullMarked;
