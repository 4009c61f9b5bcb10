package io.everknown.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When upkeep runs, {@code everknown.worker.*}; intervals count from the end of the last run.
 *
 * @param essentialInterval between two weighings of what is essential
 * @param cleanupInterval between two looks for what has expired or lay in the bin long enough
 * @param pruneSchedule when weak memories are pruned, as db-scheduler writes schedules: {@code DAILY|03:00},
 *     {@code FIXED_DELAY|3600s}, or {@code -} for never
 * @param consolidateSchedule when facts are merged and reflected upon, in the same form
 */
@ConfigurationProperties("everknown.worker")
record UpkeepJobSettings(
        @DefaultValue("6h") Duration essentialInterval,
        @DefaultValue("1h") Duration cleanupInterval,
        @DefaultValue("DAILY|03:00") String pruneSchedule,
        @DefaultValue("DAILY|02:00") String consolidateSchedule) {}
