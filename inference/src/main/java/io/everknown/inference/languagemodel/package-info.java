/** Extraction by a language model: asked over the network, held to the words of the turn, replaced when it fails. */
@NullMarked
package io.everknown.inference.languagemodel;

import org.jspecify.annotations.NullMarked;
