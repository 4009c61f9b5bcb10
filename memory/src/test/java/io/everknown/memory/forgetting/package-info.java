/** Forgetting, without a store. */
@org.jspecify.annotations.NullMarked
package io.everknown.memory.forgetting;
