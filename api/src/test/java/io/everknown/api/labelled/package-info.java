/** Labelled conversations, read from files. */
package io.everknown.api.labelled;
