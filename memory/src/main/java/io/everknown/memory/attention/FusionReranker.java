package io.everknown.memory.attention;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.recall.RecalledMemory;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Ranks without training: the channels' scores, brought to one scale within the list, are added; what is said beside
 * a good turn gains from it. Stands in wherever no trained network is at hand.
 *
 * <p>The weights were chosen on FriendsQA (docs/recall.md holds the figures).
 */
public final class FusionReranker implements Reranker {

    /** What its rankings call it. */
    public static final String VERSION = "fusion-1";

    private final Weights weights;

    public FusionReranker(Weights weights) {
        this.weights = weights;
    }

    @Override
    public Ranking rank(CandidateList list) {
        return new Ranking(VERSION, score(list));
    }

    private double[] score(CandidateList list) {
        List<Candidate> candidates = list.candidates();
        int n = candidates.size();
        double[] cosine = Scale.fromLeast(
                candidates.stream().mapToDouble(Candidate::cosine).toArray());
        double[] lexical = Scale.fromZero(
                candidates.stream().mapToDouble(Candidate::lexical).toArray());
        double[] graph =
                Scale.fromZero(candidates.stream().mapToDouble(Candidate::graph).toArray());
        double[] base = new double[n];
        String asked = list.question().toLowerCase(Locale.ROOT);
        for (int i = 0; i < n; i++) {
            base[i] = weights.vector * cosine[i] + weights.lexical * lexical[i] + weights.graph * graph[i];
            if (asked.contains(speaker(candidates.get(i)))) {
                base[i] += weights.speaker;
            }
        }

        Map<UUID, Double> ofTurns = new HashMap<>();
        for (int i = 0; i < n; i++) {
            RecalledMemory memory = candidates.get(i).memory();
            for (Source source : memory.sources()) {
                double lent = memory.type() == MemoryType.TURN ? base[i] : base[i] * weights.factToTurn;
                ofTurns.merge(source.turn(), lent, Math::max);
            }
        }
        Map<Place, Double> places = new HashMap<>();
        for (Candidate candidate : candidates) {
            Place place = Place.of(candidate.memory());
            if (place != null) {
                places.put(place, ofTurns.getOrDefault(candidate.memory().id(), 0.0));
            }
        }
        Map<UUID, Double> inContext = new HashMap<>(ofTurns);
        for (Candidate candidate : candidates) {
            Place place = Place.of(candidate.memory());
            if (place != null) {
                double before = places.getOrDefault(place.shifted(-1), 0.0);
                double after = places.getOrDefault(place.shifted(1), 0.0);
                inContext.merge(candidate.memory().id(), weights.before * before + weights.after * after, Double::sum);
            }
        }

        double[] scores = new double[n];
        for (int i = 0; i < n; i++) {
            RecalledMemory memory = candidates.get(i).memory();
            if (memory.type() == MemoryType.TURN) {
                scores[i] = inContext.getOrDefault(memory.id(), base[i]);
            } else {
                double best = memory.sources().stream()
                        .mapToDouble(source -> inContext.getOrDefault(source.turn(), 0.0))
                        .max()
                        .orElse(base[i]);
                scores[i] = (1 - weights.turnToFact) * base[i] + weights.turnToFact * best;
            }
        }
        return scores;
    }

    private static String speaker(Candidate candidate) {
        String name = candidate.memory().subject().toLowerCase(Locale.ROOT);
        int blank = name.indexOf(' ');
        return blank > 0 ? name.substring(0, blank) : name;
    }

    /**
     * How much each signal counts.
     *
     * @param vector cosine to the question
     * @param lexical BM25
     * @param graph expansion
     * @param speaker the question names who speaks
     * @param before lent by the turn before
     * @param after lent by the turn after
     * @param factToTurn share of a fact's score that its turn gets
     * @param turnToFact share of a fact's score that comes from its turn
     */
    public record Weights(
            double vector,
            double lexical,
            double graph,
            double speaker,
            double before,
            double after,
            double factToTurn,
            double turnToFact) {

        /** The weights in use. */
        public static final Weights DEFAULTS = new Weights(1.0, 1.0, 0.2, 0.1, 0.4, 0.3, 1.0, 0.5);
    }
}
