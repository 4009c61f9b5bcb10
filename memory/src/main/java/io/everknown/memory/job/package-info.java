/** Durable jobs: work that is asked for now and done later, whatever dies in between. */
@NullMarked
package io.everknown.memory.job;

import org.jspecify.annotations.NullMarked;
