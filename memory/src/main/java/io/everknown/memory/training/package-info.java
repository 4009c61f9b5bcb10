/** Training the ranking on what users told of its answers. */
@NullMarked
package io.everknown.memory.training;

import org.jspecify.annotations.NullMarked;
