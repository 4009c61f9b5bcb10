/** Tests of decisions that need a parser. */
@org.jspecify.annotations.NullMarked
package io.everknown.memory.decision;
