/** From a question to the few memories that fit the budget. */
@NullMarked
package io.everknown.memory.recall;

import org.jspecify.annotations.NullMarked;
