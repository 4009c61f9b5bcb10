package io.everknown.worker;

import io.everknown.memory.conversation.Usage;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobContext;
import io.everknown.memory.job.JobQueue;

/** An attempt under way in this process. */
final class RunningJob implements JobContext {

    /** Why an attempt is to stop, the stronger reason last. */
    enum Stop {
        NO,
        SHUTDOWN,
        CANCELLED,
        /** Another worker has the job. */
        LOST
    }

    private final Job job;
    private final JobQueue queue;
    private volatile Job.Progress progress;
    private volatile Stop stop = Stop.NO;

    RunningJob(Job job, JobQueue queue) {
        this.job = job;
        this.queue = queue;
        this.progress = job.progress();
    }

    @Override
    public Job job() {
        return job;
    }

    /** Told with the next sign of life. */
    @Override
    public void progress(long done, long total) {
        progress = new Job.Progress(done, total);
    }

    Job.Progress progress() {
        return progress;
    }

    @Override
    public void used(Usage usage) {
        queue.used(job, usage);
    }

    @Override
    public boolean stopping() {
        return stop != Stop.NO;
    }

    Stop stop() {
        return stop;
    }

    synchronized void stop(Stop reason) {
        if (reason.compareTo(stop) > 0) {
            stop = reason;
        }
    }
}
