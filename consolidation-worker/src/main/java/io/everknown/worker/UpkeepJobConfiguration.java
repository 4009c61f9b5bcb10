package io.everknown.worker;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.everknown.memory.consolidation.Weighing;
import io.micrometer.core.instrument.MeterRegistry;
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

    @Bean
    RecurringTask<Void> weighEssential(Weighing weighing, UpkeepJobSettings settings, MeterRegistry metrics) {
        AtomicInteger essential = metrics.gauge("everknown.upkeep.essential", new AtomicInteger());
        return Tasks.recurring(WEIGH_ESSENTIAL, FixedDelay.of(settings.essentialInterval()))
                .execute((instance, context) -> essential.set(weighing.run()));
    }
}
