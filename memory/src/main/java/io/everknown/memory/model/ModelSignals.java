package io.everknown.memory.model;

import io.everknown.memory.model.SignalLog.FeedbackCount;
import io.everknown.memory.model.SignalLog.RecallCount;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How versions do in use. Recalls are counted in memory, in stretches of five minutes, and written from time to time, so
 * that no recall waits for it; a process that dies takes what it had not yet written with it. Signals decide nothing.
 */
public final class ModelSignals {

    private static final Duration STRETCH = Duration.ofMinutes(5);

    /** How long counts are kept, and the longest window. */
    public static final Duration KEPT = Duration.ofDays(30);

    private final SignalLog log;
    private final InstantSource clock;
    private final Map<Cell, Tally> open = new ConcurrentHashMap<>();
    private Instant cleaned = Instant.EPOCH;

    public ModelSignals(SignalLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * Counts a recall.
     *
     * @param version the version that it was routed to
     * @param millis how long ranking took
     * @param degraded whether anything in its answer was degraded
     */
    public void recalled(String version, ModelRoute route, double millis, boolean degraded) {
        open.compute(
                new Cell(version, route, stretch(clock.instant()), RankingTime.bucket(millis)),
                (cell, tally) -> (tally == null ? Tally.NONE : tally).with(degraded));
    }

    /**
     * Writes what was counted since the last time, and now and then removes what is too old. What fails to be written is
     * lost.
     */
    public synchronized void write() {
        List<RecallCount> counts = new ArrayList<>();
        for (Cell cell : List.copyOf(open.keySet())) {
            Tally tally = open.remove(cell);
            if (tally != null) {
                counts.add(new RecallCount(
                        cell.version, cell.route, cell.since, cell.bucket, tally.recalls, tally.degraded));
            }
        }
        if (!counts.isEmpty()) {
            log.add(counts);
        }
        Instant now = clock.instant();
        if (cleaned.plus(1, ChronoUnit.HOURS).isBefore(now)) {
            log.clean(now.minus(KEPT));
            cleaned = now;
        }
    }

    /**
     * What was seen of each version on each route, by version and route.
     *
     * @param window how far back, at most {@link #KEPT}; counted from the beginning of its stretch of five minutes
     */
    public List<Signal> over(Duration window) {
        Instant since = stretch(clock.instant().minus(window));
        Map<Served, List<RecallCount>> recalls = log.recalls(since).stream()
                .collect(Collectors.groupingBy(count -> new Served(count.version(), count.route())));
        Map<Served, FeedbackCount> feedback = log.feedback(since).stream()
                .collect(Collectors.toMap(count -> new Served(count.version(), count.route()), count -> count));
        return Stream.concat(recalls.keySet().stream(), feedback.keySet().stream())
                .distinct()
                .sorted(Comparator.comparing(Served::version).thenComparing(Served::route))
                .map(served -> signal(served, recalls.getOrDefault(served, List.of()), feedback.get(served)))
                .toList();
    }

    private static Signal signal(Served served, List<RecallCount> counts, @Nullable FeedbackCount feedback) {
        SortedMap<Integer, Long> times = new TreeMap<>();
        long degraded = 0;
        long recalls = 0;
        for (RecallCount count : counts) {
            times.merge(count.bucket(), count.recalls(), Long::sum);
            recalls += count.recalls();
            degraded += count.degraded();
        }
        long used = feedback == null ? 0 : feedback.used();
        long wrong = feedback == null ? 0 : feedback.wrong();
        return new Signal(
                served.version,
                served.route,
                recalls,
                recalls == 0 ? null : (double) degraded / recalls,
                recalls == 0 ? null : Math.min(1, (double) used / recalls),
                recalls == 0 ? null : Math.min(1, (double) wrong / recalls),
                used,
                wrong,
                feedback == null || feedback.ranked() == 0 ? null : (double) feedback.rankSum() / feedback.ranked(),
                recalls == 0 ? null : RankingTime.percentile(times, 0.5),
                recalls == 0 ? null : RankingTime.percentile(times, 0.95));
    }

    private static Instant stretch(Instant moment) {
        long seconds = STRETCH.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), seconds) * seconds);
    }

    /**
     * How a version does on a route. What can't be told, because there was nothing to tell it by, is null.
     *
     * @param version the version
     * @param route why tenants were served by it
     * @param recalls how many were answered
     * @param degradedShare of these, how many named something as degraded, in [0, 1]
     * @param usedShare of these, how many had a memory that was used, in [0, 1]
     * @param wrongShare of these, how many had a memory that was wrong, in [0, 1]
     * @param used how many had a memory that was used
     * @param wrong how many had a memory that was wrong
     * @param meanRankOfUsed mean place of the memories that were used, the first is 1
     * @param rerankP50 median duration of ranking, in milliseconds, to within 9 %
     * @param rerankP95 its 95th percentile
     */
    public record Signal(
            String version,
            ModelRoute route,
            long recalls,
            @Nullable Double degradedShare,
            @Nullable Double usedShare,
            @Nullable Double wrongShare,
            long used,
            long wrong,
            @Nullable Double meanRankOfUsed,
            @Nullable Double rerankP50,
            @Nullable Double rerankP95) {}

    private record Served(String version, ModelRoute route) {}

    private record Cell(String version, ModelRoute route, Instant since, int bucket) {}

    private record Tally(long recalls, long degraded) {

        static final Tally NONE = new Tally(0, 0);

        Tally with(boolean wasDegraded) {
            return new Tally(recalls + 1, degraded + (wasDegraded ? 1 : 0));
        }
    }
}
