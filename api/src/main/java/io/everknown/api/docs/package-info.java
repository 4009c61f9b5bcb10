/** How the service describes itself: the OpenAPI document and its page. */
@NullMarked
package io.everknown.api.docs;

import org.jspecify.annotations.NullMarked;
