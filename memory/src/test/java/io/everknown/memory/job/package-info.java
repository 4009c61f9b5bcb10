@org.jspecify.annotations.NullMarked
package io.everknown.memory.job;
