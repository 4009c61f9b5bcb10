/** Tests of the embedded stack, on real servers. */
@NullMarked
package io.everknown.localstack;

import org.jspecify.annotations.NullMarked;
