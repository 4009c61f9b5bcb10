package io.everknown.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Intervals of the recurring jobs, {@code everknown.worker.*}, each counted from the end of the last run.
 *
 * @param relayInterval between two looks at the graph's outbox
 * @param pendingInterval between two looks for turns whose request was cut off
 * @param reconcileInterval between two comparisons of the graph with the record
 */
@ConfigurationProperties("everknown.worker")
record JobSettings(
        @DefaultValue("2s") Duration relayInterval,
        @DefaultValue("5s") Duration pendingInterval,
        @DefaultValue("6h") Duration reconcileInterval) {}
