/** Tests of what keeps memory whole. */
package io.everknown.memory.consolidation;
