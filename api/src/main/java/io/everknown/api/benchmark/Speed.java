package io.everknown.api.benchmark;

/** What is told of a whole run's speed, over REST with one client. */
enum Speed implements Keyed {
    TURNS_PER_SECOND("turns_per_second"),
    P50("recall_p50_ms"),
    P95("recall_p95_ms");

    private final String key;

    Speed(String key) {
        this.key = key;
    }

    @Override
    public String key() {
        return key;
    }
}
