package io.everknown.memory.recall;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Times the stages of one recall. */
final class Stopwatch {

    private final long started = System.nanoTime();
    private final Map<String, Double> millis = new LinkedHashMap<>();

    <T> T time(String stage, Supplier<T> work) {
        long before = System.nanoTime();
        try {
            return work.get();
        } finally {
            millis.put(stage, since(before));
        }
    }

    Map<String, Double> millis() {
        return millis;
    }

    double total() {
        return since(started);
    }

    static double since(long nanos) {
        return Math.round((System.nanoTime() - nanos) / 1e4) / 100.0;
    }
}
