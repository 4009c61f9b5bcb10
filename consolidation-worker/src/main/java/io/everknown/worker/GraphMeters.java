package io.everknown.worker;

import io.everknown.memory.graph.GraphDifference.Kind;
import io.everknown.memory.graph.GraphReconciliation.Report;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** In what the graph differed from the record, over all tenants. */
final class GraphMeters {

    private final Map<Kind, Counter> repaired = new EnumMap<>(Kind.class);
    private volatile Report last = new Report();

    GraphMeters(MeterRegistry metrics) {
        for (Kind kind : Kind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            Gauge.builder("everknown.graph.difference", this, meters -> meters.last.found(kind))
                    .description("in how much the graph differed from the record when it was last looked at")
                    .tag("kind", name)
                    .register(metrics);
            repaired.put(
                    kind,
                    Counter.builder("everknown.graph.repaired")
                            .description("differences between graph and record that were repaired")
                            .tag("kind", name)
                            .register(metrics));
        }
        Gauge.builder("everknown.graph.compared", this, meters -> meters.last.memories())
                .description("memories that the graph was last held against")
                .register(metrics);
    }

    void reconciled(Report report) {
        last = report;
        Arrays.stream(Kind.values()).forEach(kind -> repaired.get(kind).increment(report.found(kind)));
    }
}
