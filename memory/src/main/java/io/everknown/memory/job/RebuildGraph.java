package io.everknown.memory.job;

import io.everknown.memory.graph.GraphRedraw;
import io.everknown.memory.graph.GraphRedraw.Redrawn;
import java.util.Map;
import java.util.UUID;

/**
 * Draws a tenant's graph anew from the record. Doing it again, or a second time beside, changes nothing, so whoever takes
 * it over begins from the start.
 */
public final class RebuildGraph implements JobKind {

    /** Its name. */
    public static final String KIND = "rebuild-graph";

    private final GraphRedraw redraw;

    public RebuildGraph(GraphRedraw redraw) {
        this.redraw = redraw;
    }

    /** The job for a tenant. */
    public static NewJob of(UUID tenant) {
        return new NewJob(tenant, null, KIND, Map.of(), null, true);
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public boolean single() {
        return true;
    }

    @Override
    public JobResult run(JobContext context) {
        UUID tenant = context.job().tenant();
        long total = redraw.count(tenant);
        context.progress(0, total);
        Redrawn drawn = redraw.redraw(tenant, done -> {
            context.progress(done, Math.max(done, total));
            context.check();
        });
        context.progress(drawn.memories(), drawn.memories());
        return JobResult.of(Map.of("memories", drawn.memories(), "strays", drawn.strays(), "orphans", drawn.orphans()));
    }
}
