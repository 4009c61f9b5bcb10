/** Laws and cases of the package, with no store behind them. */
@org.jspecify.annotations.NullMarked
package io.everknown.memory.compaction;
