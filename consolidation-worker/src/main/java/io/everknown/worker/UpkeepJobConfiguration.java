package io.everknown.worker;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import io.everknown.memory.consolidation.Cleanup;
import io.everknown.memory.consolidation.Night;
import io.everknown.memory.consolidation.Prune;
import io.everknown.memory.consolidation.Weighing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The jobs of upkeep; each runs in one worker at a time. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "db-scheduler.enabled", matchIfMissing = true)
@EnableConfigurationProperties(UpkeepJobSettings.class)
public class UpkeepJobConfiguration {

    /** Weighs what is essential. */
    public static final String WEIGH_ESSENTIAL = "weigh-essential";

    /** Forgets what has expired and what lay in the bin long enough. */
    public static final String CLEAN_UP = "clean-up";

    /** Archives weak memories. */
    public static final String PRUNE = "prune";

    /** Merges facts that say the same, and draws insights from what is new. */
    public static final String CONSOLIDATE = "consolidate";

    @Bean
    RecurringTask<Void> consolidate(Night night, UpkeepJobSettings settings, MeterRegistry metrics) {
        Counter merged = Counter.builder("everknown.consolidation.merged")
                .description("facts merged into others that say the same")
                .register(metrics);
        Counter insights = Counter.builder("everknown.consolidation.insights")
                .description("insights drawn from several facts")
                .register(metrics);
        return Tasks.recurring(CONSOLIDATE, Schedules.parseSchedule(settings.consolidateSchedule()))
                .execute((instance, context) -> {
                    Map<Night.Step, Integer> made = night.run();
                    merged.increment(made.getOrDefault(Night.Step.MERGE, 0));
                    insights.increment(made.getOrDefault(Night.Step.REFLECT, 0));
                });
    }

    @Bean
    RecurringTask<Void> weighEssential(Weighing weighing, UpkeepJobSettings settings, MeterRegistry metrics) {
        AtomicInteger essential = new AtomicInteger();
        Gauge.builder("everknown.upkeep.essential", essential, AtomicInteger::get)
                .description("memories that the last weighing found essential")
                .register(metrics);
        return Tasks.recurring(WEIGH_ESSENTIAL, FixedDelay.of(settings.essentialInterval()))
                .execute((instance, context) -> essential.set(weighing.run()));
    }

    @Bean
    RecurringTask<Void> cleanUp(Cleanup cleanup, UpkeepJobSettings settings, MeterRegistry metrics) {
        Counter forgotten = Counter.builder("everknown.upkeep.forgotten")
                .description("memories forgotten because they expired or lay in the bin long enough")
                .register(metrics);
        return Tasks.recurring(CLEAN_UP, FixedDelay.of(settings.cleanupInterval()))
                .execute((instance, context) -> forgotten.increment(cleanup.run()));
    }

    @Bean
    RecurringTask<Void> pruneWeak(Prune prune, UpkeepJobSettings settings, MeterRegistry metrics) {
        Counter pruned = Counter.builder("everknown.upkeep.pruned")
                .description("weak memories archived")
                .register(metrics);
        return Tasks.recurring(PRUNE, Schedules.parseSchedule(settings.pruneSchedule()))
                .execute((instance, context) -> pruned.increment(prune.run()));
    }
}
