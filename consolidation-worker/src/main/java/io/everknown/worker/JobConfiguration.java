package io.everknown.worker;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.everknown.memory.consolidation.DerivePending;
import io.everknown.memory.graph.GraphOutbox;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphUnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The jobs. Each runs in one worker at a time, whichever is free; a killed one's work is taken over. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "db-scheduler.enabled", matchIfMissing = true)
@EnableConfigurationProperties(JobSettings.class)
@Import({JobRunnerConfiguration.class, GraphJobConfiguration.class})
public class JobConfiguration {

    /** Carries what waits in the outbox to the graph. */
    public static final String RELAY_GRAPH = "relay-graph";

    /** Finishes turns whose request was cut off. */
    public static final String DERIVE_PENDING = "derive-pending";

    private static final Logger LOG = LoggerFactory.getLogger(JobConfiguration.class);

    @Bean
    RecurringTask<Void> relayGraph(GraphRelay relay, JobSettings settings, MeterRegistry metrics) {
        Counter relayed = Counter.builder("everknown.graph.relayed")
                .description("memories the worker carried from the outbox to the graph")
                .register(metrics);
        return Tasks.recurring(RELAY_GRAPH, FixedDelay.of(settings.relayInterval()))
                .execute((instance, context) -> {
                    try {
                        relayed.increment(relay.relayAll());
                    } catch (GraphUnavailableException e) {
                        LOG.warn("the graph is out of reach, its outbox waits: {}", e.getMessage());
                    }
                });
    }

    @Bean
    RecurringTask<Void> derivePendingTurns(DerivePending derive, JobSettings settings, MeterRegistry metrics) {
        Counter finished = Counter.builder("everknown.turns.finished.late")
                .description("turns finished by the worker because their request was cut off")
                .register(metrics);
        return Tasks.recurring(DERIVE_PENDING, FixedDelay.of(settings.pendingInterval()))
                .execute((instance, context) -> finished.increment(derive.run()));
    }

    @Bean
    Gauge outboxDepth(GraphOutbox outbox, MeterRegistry metrics) {
        return Gauge.builder("everknown.graph.outbox.depth", outbox, GraphOutbox::depth)
                .description("memories whose state the graph may not have yet")
                .register(metrics);
    }
}
