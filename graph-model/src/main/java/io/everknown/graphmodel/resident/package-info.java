/** Memories kept at hand in the process and searched there, as true as the tables they were read from. */
@NullMarked
package io.everknown.graphmodel.resident;

import org.jspecify.annotations.NullMarked;
