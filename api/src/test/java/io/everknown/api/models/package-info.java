@org.jspecify.annotations.NullMarked
package io.everknown.api.models;
