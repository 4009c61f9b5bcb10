/** Accounts, API keys, refresh tokens and signing keys in Postgres. */
@NullMarked
package io.everknown.graphmodel.postgres.identity;

import org.jspecify.annotations.NullMarked;
