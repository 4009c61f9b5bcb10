package io.everknown.memory.job;

/** Ends an attempt that was to stop. It is no failure. */
public final class JobStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JobStoppedException() {
        super("the job is to stop", null, false, false);
    }
}
