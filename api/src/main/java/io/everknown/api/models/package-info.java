/** The routes of the registry of models, for operators, and what keeps the service in step with it. */
@NullMarked
package io.everknown.api.models;

import org.jspecify.annotations.NullMarked;
