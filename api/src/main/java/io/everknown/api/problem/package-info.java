/** Errors as RFC 9457 problem details with a stable code, whichever layer raised them. */
@NullMarked
package io.everknown.api.problem;

import org.jspecify.annotations.NullMarked;
