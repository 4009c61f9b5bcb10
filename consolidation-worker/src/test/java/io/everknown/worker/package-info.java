@NullMarked
package io.everknown.worker;

import org.jspecify.annotations.NullMarked;
