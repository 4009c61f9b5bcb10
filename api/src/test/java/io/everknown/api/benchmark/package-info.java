/** Measuring recall: the counting by hand, the rest on the real stores. */
package io.everknown.api.benchmark;
