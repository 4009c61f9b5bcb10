/** Measures recall on labelled conversations, as a whole and with parts of it left out. */
@NullMarked
package io.everknown.api.benchmark;

import org.jspecify.annotations.NullMarked;
