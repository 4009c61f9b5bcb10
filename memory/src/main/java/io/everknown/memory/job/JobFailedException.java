package io.everknown.memory.job;

/** An attempt failed, for a reason that has a name. */
public final class JobFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean lasting;

    private JobFailedException(String code, String message, boolean lasting) {
        super(message);
        this.code = code;
        this.lasting = lasting;
    }

    /** A failure that may pass: the job is tried again. */
    public static JobFailedException passing(String code, String message) {
        return new JobFailedException(code, message, false);
    }

    /** A failure that trying again can't cure, such as parameters that make no sense: a dead letter at once. */
    public static JobFailedException lasting(String code, String message) {
        return new JobFailedException(code, message, true);
    }

    /** The name of the reason, in lower case with underscores. */
    public String code() {
        return code;
    }

    /** Whether trying again can't cure it. */
    public boolean lasting() {
        return lasting;
    }
}
