/** Who is asking and whose memory is meant: tenant, user, visibility, role and trust. */
@NullMarked
package io.everknown.memory.identity;

import org.jspecify.annotations.NullMarked;
