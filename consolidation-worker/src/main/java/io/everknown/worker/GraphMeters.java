package io.everknown.worker;

import io.everknown.memory.graph.GraphDifference.Kind;
import io.everknown.memory.graph.GraphReconciliation.Report;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** In what the graph differed from the record, over all tenants. */
final class GraphMeters {

    private final List<Repaired> repaired = new ArrayList<>();
    private volatile Report last = new Report();

    GraphMeters(MeterRegistry metrics) {
        for (Kind kind : Kind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            Gauge.builder("everknown.graph.difference", this, meters -> (double) meters.last.found(kind))
                    .description("in how much the graph differed from the record when it was last looked at")
                    .tag("kind", name)
                    .register(metrics);
            Counter counter = Counter.builder("everknown.graph.repaired")
                    .description("differences between graph and record that were repaired")
                    .tag("kind", name)
                    .register(metrics);
            repaired.add(new Repaired(kind, counter));
        }
        Gauge.builder("everknown.graph.compared", this, meters -> (double) meters.last.memories())
                .description("memories that the graph was last held against")
                .register(metrics);
    }

    void reconciled(Report report) {
        last = report;
        repaired.forEach(one -> one.counter.increment((double) report.found(one.kind)));
    }

    private record Repaired(Kind kind, Counter counter) {}
}
