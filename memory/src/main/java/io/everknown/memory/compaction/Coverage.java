package io.everknown.memory.compaction;

import io.everknown.memory.embedding.Embedding;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses the few statements that stand for all: those most like the rest, and unlike each other. Greedy maximisation of a
 * facility location under a budget, gain divided by cost to the power of r (Lin and Bilmes 2010, Multi-document
 * Summarization via Budgeted Maximization of Submodular Functions, NAACL). Quadratic in the statements, times those chosen.
 */
final class Coverage {

    private static final double COST_POWER = 0.5;

    /** From this cosine on a statement says nothing that a chosen one does not say. */
    private static final double REPEATS = 0.95;

    private Coverage() {}

    /**
     * One statement to choose from.
     *
     * @param weight how much it is to be covered, positive
     * @param cost what it takes of the budget, at least 1
     */
    record Choice(Embedding embedding, double weight, int cost) {}

    /** The places of what was chosen, in the order chosen. */
    static List<Integer> choose(List<Choice> all, int budget) {
        double[][] alike = new double[all.size()][all.size()];
        for (int i = 0; i < alike.length; i++) {
            for (int j = 0; j < alike.length; j++) {
                alike[i][j] = Math.max(0, i == j ? 1 : all.get(i).embedding.cosine(all.get(j).embedding));
            }
        }
        double[] covered = new double[all.size()];
        List<Integer> chosen = new ArrayList<>();
        int left = budget;
        int next = best(all, alike, covered, chosen, left);
        while (next >= 0) {
            chosen.add(next);
            left -= all.get(next).cost;
            for (int i = 0; i < covered.length; i++) {
                covered[i] = Math.max(covered[i], alike[next][i]);
            }
            next = best(all, alike, covered, chosen, left);
        }
        return chosen;
    }

    private static int best(List<Choice> all, double[][] alike, double[] covered, List<Integer> chosen, int left) {
        int best = -1;
        double most = 0;
        for (int i = 0; i < covered.length; i++) {
            int place = i;
            if (all.get(i).cost > left || chosen.stream().anyMatch(c -> alike[c][place] >= REPEATS)) {
                continue;
            }
            double gain = 0;
            for (int j = 0; j < covered.length; j++) {
                gain += all.get(j).weight * Math.max(0, alike[i][j] - covered[j]);
            }
            gain /= Math.pow(all.get(i).cost, COST_POWER);
            if (gain > most) {
                most = gain;
                best = i;
            }
        }
        return best;
    }
}
