/** Who gets in and who does not. */
package io.everknown.api.security;
