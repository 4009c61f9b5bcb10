/** What holds while servers and the service itself are killed. */
package io.everknown.api.outage;
