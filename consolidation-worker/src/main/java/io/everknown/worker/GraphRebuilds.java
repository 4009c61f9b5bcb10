package io.everknown.worker;

import io.everknown.memory.graph.GraphRecord;
import io.everknown.memory.job.JobLog;
import io.everknown.memory.job.RebuildGraph;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the graph of every tenant drawn anew, each by a job of its own. */
final class GraphRebuilds {

    private static final Logger LOG = LoggerFactory.getLogger(GraphRebuilds.class);

    private static final int PAGE = 500;

    private final GraphRecord record;
    private final JobLog jobs;

    GraphRebuilds(GraphRecord record, JobLog jobs) {
        this.record = record;
        this.jobs = jobs;
    }

    /** Enters the jobs; a tenant that has one unfinished gets no second. */
    void enter() {
        int entered = 0;
        @Nullable UUID after = null;
        do {
            List<UUID> tenants = record.tenants(after, PAGE);
            tenants.forEach(tenant -> jobs.add(RebuildGraph.of(tenant)));
            entered += tenants.size();
            after = tenants.size() < PAGE ? null : tenants.getLast();
        } while (after != null);
        LOG.info("the graphs of {} tenants are drawn anew", entered);
    }
}
