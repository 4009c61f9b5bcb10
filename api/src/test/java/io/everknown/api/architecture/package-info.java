/** What the service, the worker and the models' code may do. */
@org.jspecify.annotations.NullMarked
package io.everknown.api.architecture;
