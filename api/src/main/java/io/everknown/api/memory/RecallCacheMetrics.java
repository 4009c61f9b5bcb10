package io.everknown.api.memory;

import io.everknown.memory.recall.RecallCache;
import io.everknown.memory.recall.RecallCache.Statistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToLongFunction;
import org.springframework.stereotype.Component;

/** How often recalls find their audiences at hand, and what these take. */
@Component
class RecallCacheMetrics implements MeterBinder {

    private final RecallCache index;

    RecallCacheMetrics(RecallCache index) {
        this.index = index;
    }

    @Override
    public void bindTo(MeterRegistry metrics) {
        count(metrics, "hit", Statistics::hits);
        count(metrics, "refresh", Statistics::refreshes);
        count(metrics, "load", Statistics::loads);
        count(metrics, "miss", Statistics::misses);
        count(metrics, "failure", Statistics::failures);
        Gauge.builder("everknown.recall.cache.size", index, i -> i.statistics().bytes())
                .description("memory of the audiences kept at hand, about")
                .baseUnit("bytes")
                .register(metrics);
        Gauge.builder(
                        "everknown.recall.cache.audiences",
                        index,
                        i -> i.statistics().audiences())
                .description("audiences kept at hand")
                .register(metrics);
    }

    private void count(MeterRegistry metrics, String outcome, ToLongFunction<Statistics> count) {
        FunctionCounter.builder("everknown.recall.cache", index, i -> count.applyAsLong(i.statistics()))
                .tag("outcome", outcome)
                .description("audiences found up to date, refreshed or read whole; recalls left to the tables")
                .register(metrics);
    }
}
