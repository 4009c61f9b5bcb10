package io.everknown.api.models;

import io.everknown.memory.identity.Caller;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobLog;
import io.everknown.memory.job.JobWaker;
import io.everknown.memory.job.NewJob;
import io.everknown.memory.training.TrainRanking;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Models")
class TrainController {

    private final TrainRanking training;
    private final JobLog jobs;
    private final JobWaker waker;
    private final ModelSettings settings;

    TrainController(TrainRanking training, JobLog jobs, JobWaker waker, ModelSettings settings) {
        this.training = training;
        this.jobs = jobs;
        this.waker = waker;
        this.settings = settings;
    }

    @PostMapping(path = "/v1/models/reranker/train", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Train the ranking further on the feedback of the operator's own tenant, as a job")
    ResponseEntity<AcceptedTraining> train(@RequestBody NewTraining request, Caller caller) {
        settings.requireOperator(caller);
        long seed = request.seed() == null ? 1 : request.seed();
        Job job = jobs.add(NewJob.of(
                caller.tenant(), null, training, Map.of(TrainRanking.SEED, seed, TrainRanking.BY, caller.user())));
        waker.wake();
        return ResponseEntity.accepted()
                .location(URI.create("/v1/jobs/" + job.id()))
                .body(new AcceptedTraining(job.id(), job.state()));
    }

    /**
     * How to train.
     *
     * @param seed of the order of the lists; 1 unless said
     */
    record NewTraining(@Nullable Long seed) {}

    /** The job to ask for; the one under way, if there is one. */
    record AcceptedTraining(UUID jobId, Job.State state) {}
}
