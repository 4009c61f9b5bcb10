/** The network that compares two statements. */
@NullMarked
package io.everknown.inference.comparison;

import org.jspecify.annotations.NullMarked;
