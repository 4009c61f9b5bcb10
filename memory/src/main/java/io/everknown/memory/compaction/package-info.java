/** Makes one short text of what a question recalls. */
@NullMarked
package io.everknown.memory.compaction;

import org.jspecify.annotations.NullMarked;
