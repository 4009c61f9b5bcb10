/** Adapters that know a language: tags and slot files. */
@NullMarked
package io.everknown.inference.language;

import org.jspecify.annotations.NullMarked;
