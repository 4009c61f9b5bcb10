package io.everknown.memory.time;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of what is known a question is about.
 *
 * @param currentOnly only what holds at {@code asOf} (or now); otherwise closed versions count too
 * @param asOf a moment in the world, or null for the moment of {@link #asked}
 * @param knownAt a moment of the service's own knowledge, or null for all it knows today
 * @param now the moment of asking
 */
public record TimeFrame(
        boolean currentOnly,
        @Nullable Instant asOf,
        @Nullable Instant knownAt,
        Instant now) {

    /** What is true now, from all that is known. */
    public static TimeFrame current(Instant now) {
        return new TimeFrame(true, null, null, now);
    }

    /** Every version, open or closed. */
    public static TimeFrame everything(Instant now) {
        return new TimeFrame(false, null, null, now);
    }

    /** Whether validity matters: a moment was named, or only current facts are wanted. */
    public boolean restrictsValidity() {
        return currentOnly || asOf != null;
    }

    /**
     * The moment at which the question counts as asked: {@code knownAt} where it is named, so that the answer is the one
     * that was given then; nothing is known of what lies ahead.
     */
    public Instant asked() {
        return knownAt != null && knownAt.isBefore(now) ? knownAt : now;
    }

    /** The moment in the world at which facts must hold. */
    public Instant moment() {
        return asOf != null ? asOf : asked();
    }

    /**
     * Whether a fact shows in this frame, of which what was held to be true has changed.
     *
     * @param past what was held to be true before, oldest first
     */
    public boolean shows(Validity validity, Instant recordedAt, @Nullable Instant retractedAt, List<Known> past) {
        if (knownAt != null) {
            for (Known before : past) {
                if (knownAt.isBefore(before.until())) {
                    return shows(before.validity(), recordedAt, before.retractedAt());
                }
            }
        }
        return shows(validity, recordedAt, retractedAt);
    }

    /**
     * Whether a fact shows in this frame.
     *
     * @param validity when it is true in the world
     * @param recordedAt when the service learned it
     * @param retractedAt when it was taken back, or null
     */
    public boolean shows(Validity validity, Instant recordedAt, @Nullable Instant retractedAt) {
        if (knownAt != null && recordedAt.isAfter(knownAt)) {
            return false;
        }
        boolean retracted = retractedAt != null && (knownAt == null || !retractedAt.isAfter(knownAt));
        if (restrictsValidity()) {
            return !retracted && validity.contains(moment());
        }
        return true;
    }

    /** Whether a turn said at {@code occurredAt} and stored at {@code recordedAt} shows: nothing said later does. */
    public boolean shows(Instant occurredAt, Instant recordedAt) {
        return (asOf == null || !occurredAt.isAfter(asOf)) && (knownAt == null || !recordedAt.isAfter(knownAt));
    }
}
