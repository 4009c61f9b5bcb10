/** Classes that break the rules of architecture on purpose. */
@org.jspecify.annotations.NullMarked
package io.everknown.archfixtures;
