/** What the domain may depend on. */
@org.jspecify.annotations.NullMarked
package io.everknown.memory.architecture;
