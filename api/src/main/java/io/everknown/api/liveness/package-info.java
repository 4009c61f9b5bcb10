/** Whether the process answers at all. */
@NullMarked
package io.everknown.api.liveness;

import org.jspecify.annotations.NullMarked;
