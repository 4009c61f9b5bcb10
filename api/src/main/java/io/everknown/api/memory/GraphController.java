package io.everknown.api.memory;

import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.Role;
import io.everknown.memory.job.JobLog;
import io.everknown.memory.job.JobWaker;
import io.everknown.memory.job.RebuildGraph;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Jobs")
class GraphController {

    private final JobLog jobs;
    private final JobWaker waker;

    GraphController(JobLog jobs, JobWaker waker) {
        this.jobs = jobs;
        this.waker = waker;
    }

    @PostMapping("/v1/graph/rebuild")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Draw the tenant's graph anew from the record, while everything goes on")
    JobStarted rebuild(Caller caller) {
        caller.require(Role.ADMIN);
        UUID job = jobs.add(RebuildGraph.of(caller.tenant())).id();
        waker.wake();
        return new JobStarted(job);
    }

    /** The job to ask for; where one was under way already, that one. */
    record JobStarted(UUID jobId) {}
}
