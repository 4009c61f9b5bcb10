/** How the service and each of its parts are. */
@NullMarked
package io.everknown.api.health;

import org.jspecify.annotations.NullMarked;
