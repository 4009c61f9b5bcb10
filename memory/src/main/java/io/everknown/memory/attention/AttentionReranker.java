package io.everknown.memory.attention;

import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * Ranks by the trained network. A fact stands with the turn it was told in, behind it as far as other facts of that turn are
 * more like the question; a turn is as good as what was said around it makes it. Where too few memories have the states of their tokens,
 * the ranking is that without training.
 */
public final class AttentionReranker implements Reranker {

    /** The least share of what was said that the network must see the tokens of. */
    private static final double TOKENS_SEEN = 0.8;

    /** What a fact loses for a cosine of 1 less than the best fact of its turn. */
    private static final double LACKING = 2;

    private final AttentionNetwork network;
    private final Reranker fallback;

    AttentionReranker(AttentionNetwork network, Reranker fallback) {
        this.network = network;
        this.fallback = fallback;
    }

    /**
     * Ranks by a network that {@link #weights} gave.
     *
     * @param weights one property a weight
     * @param fallback ranks where the network can't
     * @throws IllegalArgumentException when a weight is missing or no number
     */
    public static AttentionReranker of(Properties weights, Reranker fallback) {
        return new AttentionReranker(AttentionNetwork.read(weights), fallback);
    }

    /** The network as text, one property a line. */
    public String weights() {
        return network.write();
    }

    double[] copyOfWeights() {
        return network.weights();
    }

    @Override
    public Ranking rank(CandidateList list) {
        ListFeatures features = ListFeatures.of(list);
        if (features.tokenShare() < TOKENS_SEEN || list.tokens().size() == 0) {
            return fallback.rank(list);
        }
        double[] ofUnits = network.score(features);
        double[] scores = new double[list.candidates().size()];
        Arrays.fill(scores, Double.NEGATIVE_INFINITY);
        for (int unit = 0; unit < ofUnits.length; unit++) {
            List<Integer> members = features.members(unit);
            for (int place = 0; place < members.size(); place++) {
                double score = ofUnits[unit] - LACKING * features.lack(unit, place);
                scores[members.get(place)] = Math.max(scores[members.get(place)], score);
            }
        }
        return new Ranking(network.version(), scores);
    }
}
