/** The worker: durable jobs on db-scheduler, as an application of its own or inside the service. */
@NullMarked
package io.everknown.worker;

import org.jspecify.annotations.NullMarked;
