@NullMarked
package io.everknown.inference.comparison;

import org.jspecify.annotations.NullMarked;
