package io.everknown.api.benchmark;

import io.everknown.api.benchmark.Leaderboard.SetSize;
import io.everknown.api.labelled.LabelledConversations.Conversation;
import io.everknown.api.labelled.LabelledConversations.Question;
import io.everknown.memory.conversation.NewTurn;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.recall.Budget;
import io.everknown.memory.recall.Recall;
import io.everknown.memory.recall.RecallAnswer;
import io.everknown.memory.recall.RecallQuery;
import io.everknown.memory.recall.TokenCounter;
import io.everknown.memory.time.TimeFrame;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Takes labelled conversations in over REST, each as a tenant of its own, asks their questions of every variant of recall,
 * and then over REST once more for the latency. A recalled item counts for the turns that it was said in; the ranking is the
 * order in which turns come up first.
 */
final class Benchmark {

    private static final int ITEMS = 30;

    private static final int ATTEMPTS = 5;

    private static final Duration PAUSE = Duration.ofSeconds(3);

    private static final Set<MemoryType> TYPES = EnumSet.of(MemoryType.TURN, MemoryType.FACT);

    private final VariantRecalls recalls;
    private final GraphRelay relay;
    private final TokenCounter tokens;
    private final InstantSource clock;
    private final ObjectMapper mapper;
    private final Consumer<String> progress;

    Benchmark(
            VariantRecalls recalls,
            GraphRelay relay,
            TokenCounter tokens,
            InstantSource clock,
            ObjectMapper mapper,
            Consumer<String> progress) {
        this.recalls = recalls;
        this.relay = relay;
        this.tokens = tokens;
        this.clock = clock;
        this.mapper = mapper;
        this.progress = progress;
    }

    /**
     * Measures all sets.
     *
     * @param service the address of this very service
     */
    Leaderboard run(String suite, List<LabelledSet> sets, List<Variant> variants, URI service)
            throws InterruptedException {
        Tally tally = new Tally();
        SpeedLog speeds = new SpeedLog();
        List<SetSize> sizes = new ArrayList<>();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (LabelledSet set : sets) {
                long size = 0;
                for (Conversation conversation : set.conversations()) {
                    RestMemory rest = RestMemory.ofNewUser(http, mapper, service);
                    size += measure(set.name(), conversation, variants, rest, tally, speeds);
                }
                sizes.add(new SetSize(set.name(), set.conversations().size(), turns(set), questions(set), size));
            }
        }
        return new Leaderboard(
                suite,
                speeds.model(),
                Runtime.getRuntime().availableProcessors(),
                sizes,
                tally.rows(),
                speeds.latency());
    }

    /** Measures one conversation; the tokens of all that was said in it. */
    private long measure(
            String set,
            Conversation conversation,
            List<Variant> variants,
            RestMemory rest,
            Tally tally,
            SpeedLog speeds)
            throws InterruptedException {
        long began = System.nanoTime();
        rest.say(conversation.name(), conversation.turns());
        double taken = speeds.took(conversation.turns().size(), System.nanoTime() - began);
        relay.relay(rest.scope());
        long size = conversation.turns().stream().mapToLong(this::size).sum();

        Map<Variant, Recall> each = recalls.of(variants);
        for (Question question : conversation.questions()) {
            TimeFrame frame = TimeFrame.everything(clock.instant());
            each.forEach((variant, recall) -> tally.count(
                    set,
                    variant,
                    Category.of(question.category()),
                    figures(recall, rest.scope(), question, frame, size)));
        }
        for (Question question : conversation.questions()) {
            long asked = System.nanoTime();
            JsonNode answer = rest.recall(question.text(), ITEMS);
            speeds.recalled(answer, System.nanoTime() - asked);
        }
        progress.accept(String.format(
                Locale.ROOT,
                "%s: %d turns in %.0f s, %d questions of %d recalls each, %.0f s in all",
                conversation.name(),
                conversation.turns().size(),
                taken,
                conversation.questions().size(),
                variants.size(),
                (System.nanoTime() - began) / 1e9));
        return size;
    }

    private Map<Figure, Double> figures(
            Recall recall, MemoryScope scope, Question question, TimeFrame frame, long size) {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        List<String> ranked = turns(ask(recall, scope, question, frame, new Budget(ITEMS, Integer.MAX_VALUE)));
        Set<String> evidence = question.answers();
        figures.put(Figure.R1, Metrics.recall(1, ranked, evidence));
        figures.put(Figure.R5, Metrics.recall(5, ranked, evidence));
        figures.put(Figure.R10, Metrics.recall(10, ranked, evidence));
        figures.put(Figure.R30, Metrics.recall(30, ranked, evidence));
        figures.put(Figure.MRR, Metrics.reciprocalRank(ranked, evidence));
        figures.put(Figure.NDCG10, Metrics.ndcg(10, ranked, evidence));
        figures.put(Figure.ANY10, Metrics.any(10, ranked, evidence));
        for (Figure.Inside inside : Figure.Inside.values()) {
            RecallAnswer packed = ask(recall, scope, question, frame, new Budget(Integer.MAX_VALUE, inside.tokens()));
            List<String> told = turns(packed);
            figures.put(inside.share(), Metrics.recall(told.size(), told, evidence));
            figures.put(inside.saved(), 1 - (double) packed.totalTokens() / size);
        }
        return figures;
    }

    /** An answer that every channel had a part in: a store that is busy for a moment is asked again. */
    private static RecallAnswer ask(
            Recall recall, MemoryScope scope, Question question, TimeFrame frame, Budget budget) {
        RecallQuery query = new RecallQuery(question.text(), List.of(), null, TYPES, frame, null, budget);
        RecallAnswer answer = recall.recall(scope, query);
        for (int again = 0; again < ATTEMPTS && !answer.degraded().isEmpty(); again++) {
            LockSupport.parkNanos(PAUSE.toNanos());
            answer = recall.recall(scope, query);
        }
        if (!answer.degraded().isEmpty()) {
            throw new IllegalStateException(
                    "recall goes without " + answer.degraded() + ", so that its figures would say nothing");
        }
        return answer;
    }

    /** The callers' names of the turns that an answer tells, each where it comes up first. */
    private static List<String> turns(RecallAnswer answer) {
        Set<String> turns = new LinkedHashSet<>();
        answer.items()
                .forEach(item ->
                        item.memory().sources().forEach(source -> turns.add(String.valueOf(source.sourceRef()))));
        return List.copyOf(turns);
    }

    private long size(NewTurn turn) {
        return tokens.count(turn.speaker() + ": " + turn.content() + "\n");
    }

    private static int turns(LabelledSet set) {
        return set.conversations().stream()
                .mapToInt(conversation -> conversation.turns().size())
                .sum();
    }

    private static int questions(LabelledSet set) {
        return set.conversations().stream()
                .mapToInt(conversation -> conversation.questions().size())
                .sum();
    }
}
