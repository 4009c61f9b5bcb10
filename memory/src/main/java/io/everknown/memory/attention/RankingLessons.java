package io.everknown.memory.attention;

import io.everknown.memory.attention.AttentionTraining.Beginning;
import io.everknown.memory.attention.AttentionTraining.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Questions of which the answers are known, in groups that belong together. A quarter of the groups at a time is held out to
 * say how well what the others teach does there; what is kept has learned from all.
 */
public final class RankingLessons {

    /** How many parts there are, each held out once. */
    public static final int PARTS = 4;

    private final List<List<Lesson>> groups;
    private final AttentionTraining.Settings settings;
    private final Reranker fallback;
    private final Beginning beginning;

    /**
     * A question.
     *
     * @param list what there was to rank
     * @param answers the turns that answer it, in the list or not
     */
    public record Lesson(CandidateList list, Set<UUID> answers, Example example) {

        /**
         * Takes a question in.
         *
         * @param weight how much it counts beside others
         */
        public static Lesson of(CandidateList list, Set<UUID> answers, double weight) {
            return new Lesson(list, answers, new Example(list, answers, weight));
        }
    }

    /**
     * @param groups in an order that tells the parts: of four neighbours one is held out
     * @param fallback ranks where the network can't
     */
    public RankingLessons(
            List<List<Lesson>> groups, AttentionTraining.Settings settings, Reranker fallback, Beginning beginning) {
        this.groups = List.copyOf(groups);
        this.settings = settings;
        this.fallback = fallback;
        this.beginning = beginning;
    }

    /**
     * A network that learned from all of them.
     *
     * @throws IllegalStateException when there is nothing to learn from
     */
    public AttentionReranker train(String version) {
        return train(version, -1);
    }

    /**
     * How well each quarter is ranked by what the other three teach.
     *
     * @throws IllegalStateException when there is nothing to learn from
     */
    public RankingScores heldOut() {
        RankingScores scores = new RankingScores();
        for (int part = 0; part < Math.min(PARTS, groups.size()); part++) {
            Reranker trained = train("held out", part);
            for (int i = part; i < groups.size(); i += PARTS) {
                groups.get(i).forEach(lesson -> count(scores, trained, lesson));
            }
        }
        return scores;
    }

    /** How well they all are ranked by what didn't learn from them. */
    public RankingScores scores(Reranker other) {
        RankingScores scores = new RankingScores();
        groups.forEach(group -> group.forEach(lesson -> count(scores, other, lesson)));
        return scores;
    }

    private static void count(RankingScores scores, Reranker reranker, Lesson lesson) {
        scores.count(lesson.list(), reranker.rank(lesson.list()).scores(), lesson.answers());
    }

    private AttentionReranker train(String version, int without) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            if (without < 0 || i % PARTS != without) {
                groups.get(i).forEach(lesson -> examples.add(lesson.example()));
            }
        }
        return AttentionTraining.train(examples, version, settings, fallback, beginning);
    }
}
