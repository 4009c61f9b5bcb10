package io.everknown.api.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/** Token buckets by key, refilled evenly over a minute; forgotten once they have been full for a while. */
final class RateLimits<K> {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int MAX_KEYS = 100_000;

    private final int perMinute;
    private final Cache<K, Bucket> buckets = Caffeine.newBuilder()
            .expireAfterAccess(PERIOD.multipliedBy(2))
            .maximumSize(MAX_KEYS)
            .build();

    RateLimits(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Takes one; zero when it was there, else how long until it will be. */
    Duration take(K key) {
        ConsumptionProbe probe = bucket(key).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
    }

    /** Gives one back that was taken in advance. */
    void giveBack(K key) {
        bucket(key).addTokens(1);
    }

    private Bucket bucket(K key) {
        return buckets.get(
                key,
                unseen -> Bucket.builder()
                        .addLimit(Bandwidth.builder()
                                .capacity(perMinute)
                                .refillGreedy(perMinute, PERIOD)
                                .build())
                        .build());
    }
}
