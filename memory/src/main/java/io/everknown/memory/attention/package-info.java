/** Features of recall candidates and the networks that rank them. */
@NullMarked
package io.everknown.memory.attention;

import org.jspecify.annotations.NullMarked;
