/** What others do, to be measured by the same programs. */
@NullMarked
package io.everknown.api.baseline;

import org.jspecify.annotations.NullMarked;
