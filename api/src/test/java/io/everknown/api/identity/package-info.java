/** Registering, signing in and API keys, called over REST. */
package io.everknown.api.identity;
