/** What time does to memories, with a clock that the test sets. */
package io.everknown.api.upkeep;
