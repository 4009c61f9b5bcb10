package io.everknown.memory.job;

import java.util.Map;

/**
 * What a job came to.
 *
 * @param values shown to whoever asks for the job, administrators included: no words of anybody
 * @param effect runs in the transaction that ends the job, and only if this attempt is the current one; stores join that
 *     transaction
 */
public record JobResult(Map<String, Object> values, Runnable effect) {

    public JobResult {
        values = Map.copyOf(values);
    }

    /** A result whose effect was written before, by steps that are idempotent. */
    public static JobResult of(Map<String, Object> values) {
        return new JobResult(values, () -> {});
    }

    /** A result with an effect that is written when the job ends, both or neither. */
    public static JobResult writing(Map<String, Object> values, Runnable effect) {
        return new JobResult(values, effect);
    }
}
