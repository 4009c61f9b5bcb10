/** Classes that break the rules of architecture on purpose. */
package io.everknown.archfixtures;
