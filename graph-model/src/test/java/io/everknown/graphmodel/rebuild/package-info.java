/** The record and the graph together. */
@org.jspecify.annotations.NullMarked
package io.everknown.graphmodel.rebuild;
