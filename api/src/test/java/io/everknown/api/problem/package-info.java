/** What a client sees when something is wrong. */
package io.everknown.api.problem;
