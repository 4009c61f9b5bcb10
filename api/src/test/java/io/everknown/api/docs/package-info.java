/** The OpenAPI document, as clients read it. */
package io.everknown.api.docs;
