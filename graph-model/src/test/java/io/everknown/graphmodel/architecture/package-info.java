/** What the stores and the domain they serve may do. */
@org.jspecify.annotations.NullMarked
package io.everknown.graphmodel.architecture;
