/** What the tests of the REST service share: one running service and a client to call it. */
package io.everknown.api.testing;
