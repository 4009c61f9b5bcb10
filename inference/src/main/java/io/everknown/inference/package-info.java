/** Models that read text: sentence embeddings, taggers, tokenizers, and their wiring for an application. */
@NullMarked
package io.everknown.inference;

import org.jspecify.annotations.NullMarked;
