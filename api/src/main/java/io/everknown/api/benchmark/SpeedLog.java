package io.everknown.api.benchmark;

import io.everknown.api.benchmark.Leaderboard.Latency;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How long things took, as the client of the service saw it and as the service told. */
final class SpeedLog {

    private final List<Double> millis = new ArrayList<>();
    private final Map<String, List<Double>> stages = new LinkedHashMap<>();
    private String model = "none";
    private int degraded;
    private int turns;
    private double seconds;

    /** Notes that turns were taken in; the seconds it took. */
    double took(int more, long nanos) {
        turns += more;
        seconds += nanos / 1e9;
        return nanos / 1e9;
    }

    /** Notes a recall and how long its client waited. */
    void recalled(JsonNode answer, long nanos) {
        millis.add(nanos / 1e6);
        model = answer.path("model_version").asString(model);
        degraded += answer.path("degraded").isEmpty() ? 0 : 1;
        answer.path("timings_ms")
                .forEachEntry((stage, time) ->
                        stages.computeIfAbsent(stage, none -> new ArrayList<>()).add(time.asDouble()));
    }

    /** What ranked last. */
    String model() {
        return model;
    }

    Latency latency() {
        Map<String, Double> medians = new LinkedHashMap<>();
        stages.forEach((stage, times) -> medians.put(stage, quantile(times, 0.5)));
        return new Latency(
                millis.size(), turns / seconds, quantile(millis, 0.5), quantile(millis, 0.95), medians, degraded);
    }

    /** The value that a share of all lie below. */
    static double quantile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * share)));
    }
}
