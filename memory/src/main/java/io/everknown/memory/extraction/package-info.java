/** From a turn to atomic facts with slots, entities and relations. */
@NullMarked
package io.everknown.memory.extraction;

import org.jspecify.annotations.NullMarked;
