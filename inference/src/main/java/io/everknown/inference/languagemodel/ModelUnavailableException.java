package io.everknown.inference.languagemodel;

import io.everknown.memory.extraction.ModelUsage;

/** A language model gave no answer that can be used. Says why, never in a provider's words: those may hold a key. */
final class ModelUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why, as metrics and decisions name it. */
    enum Reason {
        TIMEOUT("too slow", false),
        RATE_LIMITED("rate limited", true),
        REFUSED("refused the call", false),
        SERVER_ERROR("failed", true),
        UNREACHABLE("out of reach", true),
        UNUSABLE_ANSWER("gave an answer that can't be used", true),
        CIRCUIT_OPEN("failed lately", false),
        BUSY("too many calls under way", false),
        TOO_LONG("the turn is too long for it", false),
        REQUEST_BUDGET("the request's budget is used up", false),
        DAILY_BUDGET("the tenant's budget of the day is used up", false);

        private final String words;
        private final boolean passing;

        Reason(String words, boolean passing) {
            this.words = words;
            this.passing = passing;
        }

        String words() {
            return words;
        }

        /** Whether another attempt may fare better. */
        boolean passing() {
            return passing;
        }

        /** Whether it is the provider's doing, so that the circuit breaker counts it. */
        boolean ofProvider() {
            return switch (this) {
                case TIMEOUT, RATE_LIMITED, REFUSED, SERVER_ERROR, UNREACHABLE -> true;
                default -> false;
            };
        }
    }

    private final Reason reason;
    private final transient ModelUsage used;

    ModelUnavailableException(Reason reason, ModelUsage used) {
        super(reason.words(), null, false, false);
        this.reason = reason;
        this.used = used;
    }

    Reason reason() {
        return reason;
    }

    /** What failed attempts have used all the same. */
    ModelUsage used() {
        return used;
    }
}
