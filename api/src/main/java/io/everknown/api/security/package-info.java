/** Who may call which route: access tokens, API keys, roles and limits. */
@NullMarked
package io.everknown.api.security;

import org.jspecify.annotations.NullMarked;
