/** Memory over REST: taking turns in, recalling, inspecting, correcting and forgetting. */
@NullMarked
package io.everknown.api.memory;

import org.jspecify.annotations.NullMarked;
