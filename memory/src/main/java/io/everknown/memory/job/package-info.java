/** Work that a request leaves behind: turns that a language model reads while nobody waits. */
@NullMarked
package io.everknown.memory.job;

import org.jspecify.annotations.NullMarked;
