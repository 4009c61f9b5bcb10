package io.everknown.worker;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.everknown.memory.graph.GraphReconciliation;
import io.everknown.memory.graph.GraphReconciliation.Report;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What keeps the graph equal to the record. */
@Configuration(proxyBeanMethods = false)
class GraphJobConfiguration {

    /** Holds the graph against the record and repairs what differs. */
    static final String RECONCILE_GRAPH = "reconcile-graph";

    @Bean
    GraphMeters graphMeters(MeterRegistry metrics) {
        return new GraphMeters(metrics);
    }

    @Bean
    RecurringTask<Void> reconcileGraph(GraphReconciliation reconciliation, JobSettings settings, GraphMeters meters) {
        return Tasks.recurring(RECONCILE_GRAPH, FixedDelay.of(settings.reconcileInterval()))
                .execute((instance, context) -> {
                    Report report =
                            reconciliation.run(() -> context.getSchedulerState().isShuttingDown());
                    meters.reconciled(report);
                    if (report.failures() > 0) {
                        throw new IllegalStateException(report.failures() + " tenants could not be gone through");
                    }
                });
    }
}
