/** Memory over REST, tried on the real stores. */
package io.everknown.api.memory;
