/** Conversations with labelled questions, and what training on them and measuring with them share. */
@NullMarked
package io.everknown.api.labelled;

import org.jspecify.annotations.NullMarked;
