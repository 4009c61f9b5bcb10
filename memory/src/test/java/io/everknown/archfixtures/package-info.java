/** Classes that break the rules of architecture on purpose; without {@code @NullMarked}, which is one of them. */
package io.everknown.archfixtures;
