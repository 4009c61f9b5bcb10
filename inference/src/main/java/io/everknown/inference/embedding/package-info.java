/** Sentence embeddings on DJL's ONNX Runtime engine. */
@NullMarked
package io.everknown.inference.embedding;

import org.jspecify.annotations.NullMarked;
