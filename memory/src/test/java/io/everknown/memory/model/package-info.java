/** The laws of routing, and what may be changed when, over a registry in memory. */
@org.jspecify.annotations.NullMarked
package io.everknown.memory.model;
