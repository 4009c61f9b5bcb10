package io.everknown.memory.training;

import io.everknown.memory.attention.AttentionReranker;
import io.everknown.memory.attention.AttentionTraining;
import io.everknown.memory.attention.AttentionTraining.Beginning;
import io.everknown.memory.attention.FusionReranker;
import io.everknown.memory.attention.RankingLessons;
import io.everknown.memory.attention.RankingLessons.Lesson;
import io.everknown.memory.attention.RankingScores;
import io.everknown.memory.attention.Reranker;
import io.everknown.memory.attention.RerankerFormat;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobContext;
import io.everknown.memory.job.JobFailedException;
import io.everknown.memory.job.JobKind;
import io.everknown.memory.job.JobResult;
import io.everknown.memory.model.ManageModels;
import io.everknown.memory.model.ModelCard;
import io.everknown.memory.model.ModelCard.Score;
import io.everknown.memory.model.ModelKind;
import io.everknown.memory.model.ModelRefusedException;
import io.everknown.memory.model.ModelRegistry;
import io.everknown.memory.model.ModelVersion;
import io.everknown.memory.training.FeedbackLessons.Judged;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Trains the ranking network further on the feedback of the job's own tenant, from the active version on, and registers what
 * comes out under a name made of the job's id. It serves nobody before an operator tries it out. A second attempt that finds
 * the version registered ends with it, so that the job has its effect once.
 */
public final class TrainRanking implements JobKind {

    /** Its name. */
    public static final String KIND = "train";

    /** The parameter that numbers the order of the lists. */
    public static final String SEED = "seed";

    /** The parameter that says who asked for it. */
    public static final String BY = "by";

    /** The fewest questions that forty weights are moved for. */
    static final int FEWEST = 20;

    private static final int MOST = 500;
    private static final int TRAININGS = RankingLessons.PARTS + 1;
    private static final ModelKind RERANKER = ModelKind.RERANKER;

    private final FeedbackLessons lessons;
    private final ManageModels models;
    private final ModelRegistry registry;
    private final RerankerFormat format;

    public TrainRanking(FeedbackLessons lessons, ManageModels models, ModelRegistry registry, RerankerFormat format) {
        this.lessons = lessons;
        this.models = models;
        this.registry = registry;
        this.format = format;
    }

    /** The name of the version that a job makes. */
    static String version(UUID job) {
        String hex = job.toString().replace("-", "");
        return "acan-" + hex.substring(hex.length() - 12);
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public boolean single() {
        return true;
    }

    @Override
    public JobResult run(JobContext context) {
        Job job = context.job();
        String name = version(job.id());
        ModelVersion known = registry.version(RERANKER, name).orElse(null);
        if (known != null) {
            return result(known);
        }
        if (!(job.parameters().get(SEED) instanceof Number seed)
                || !(job.parameters().get(BY) instanceof String by)) {
            throw JobFailedException.lasting("invalid_parameters", "a seed and who asked are needed");
        }
        List<List<Lesson>> asked = ask(context);
        String active = models.state(RERANKER).active();
        AttentionReranker begin = active(active);
        RankingLessons all = lessons(context, asked, seed.longValue(), begin);
        RankingScores now = all.scores(begin);
        RankingScores heldOut = all.heldOut();
        AttentionReranker trained = all.train(name);
        context.progress(asked.size() + TRAININGS, asked.size() + TRAININGS);
        String set = "feedback of job " + job.id() + ", held out";
        ModelCard card = new ModelCard(
                asked.size() + " questions of feedback, from " + active + " on",
                models.version(RERANKER, active).card().licence(),
                seed.longValue(),
                List.of(new Score(set, "r@10", tenth(heldOut)), new Score(set, "r@10", tenth(now), active)));
        return result(register(name, trained, card, by));
    }

    private List<List<Lesson>> ask(JobContext context) {
        List<Judged> judged = lessons.judged(context.job().tenant(), MOST);
        List<List<Lesson>> asked = new ArrayList<>();
        int done = 0;
        for (Judged one : judged) {
            context.progress(done, judged.size() + TRAININGS);
            context.check();
            Lesson lesson = lessons.lesson(one);
            if (lesson.example().teaches()) {
                asked.add(List.of(lesson));
            }
            done++;
        }
        if (asked.size() < FEWEST) {
            throw JobFailedException.lasting(
                    "too_little_feedback", asked.size() + " questions to learn from, " + FEWEST + " are needed");
        }
        return asked;
    }

    private static RankingLessons lessons(
            JobContext context, List<List<Lesson>> asked, long seed, AttentionReranker begin) {
        AttentionTraining.Settings usual = AttentionTraining.Settings.DEFAULTS;
        AttentionTraining.Settings settings = new AttentionTraining.Settings(
                usual.steps(), Math.min(usual.batch(), asked.size()), usual.rate(), usual.decay(), seed);
        Reranker fusion = new FusionReranker(FusionReranker.Weights.DEFAULTS);
        return new RankingLessons(asked, settings, fusion, new Beginning(begin, context::check));
    }

    private AttentionReranker active(String version) {
        byte[] weights = registry.weights(RERANKER, version)
                .orElseThrow(() -> new IllegalStateException("the weights of " + version + " are not kept"));
        if (format.read(version, weights) instanceof AttentionReranker network) {
            return network;
        }
        throw new IllegalStateException(version + " is no attention network");
    }

    /** What another attempt has registered in the meantime is as good. */
    private ModelVersion register(String name, AttentionReranker trained, ModelCard card, String by) {
        try {
            return models.register(RERANKER, name, trained.weights().getBytes(StandardCharsets.UTF_8), card, by);
        } catch (ModelRefusedException e) {
            return registry.version(RERANKER, name).orElseThrow(() -> e);
        }
    }

    private static double tenth(RankingScores scores) {
        return Math.round(scores.places()[2] * 1e4) / 1e4;
    }

    private static JobResult result(ModelVersion version) {
        List<Score> scores = version.card().scores();
        return JobResult.of(Map.of(
                "version",
                version.name(),
                "r_at_10",
                scores.getFirst().value(),
                "r_at_10_of_active",
                scores.getLast().value()));
    }
}
