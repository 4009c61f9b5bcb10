/** The domain of Everknown, one package a feature, with the ports that stores and models implement. */
@NullMarked
package io.everknown.memory;

import org.jspecify.annotations.NullMarked;
