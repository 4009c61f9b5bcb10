/** The rules of identity, with no store behind them. */
package io.everknown.memory.identity;
