package io.everknown.api.training;

import io.everknown.api.labelled.LabelledConversations;
import io.everknown.api.labelled.LabelledConversations.Conversation;
import io.everknown.api.labelled.LabelledConversations.Question;
import io.everknown.api.labelled.OneShot;
import io.everknown.api.labelled.PatientRecall;
import io.everknown.memory.attention.AttentionReranker;
import io.everknown.memory.attention.AttentionTraining;
import io.everknown.memory.attention.AttentionTraining.Example;
import io.everknown.memory.attention.CandidateList;
import io.everknown.memory.attention.FusionReranker;
import io.everknown.memory.attention.RankingScores;
import io.everknown.memory.attention.Reranker;
import io.everknown.memory.attention.Rerankers;
import io.everknown.memory.conversation.NewTurn;
import io.everknown.memory.conversation.Turn;
import io.everknown.memory.conversation.TurnProcessing;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.extraction.SyntaxAnalyser;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphStore;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.lexical.LexicalAnalyzer;
import io.everknown.memory.recall.Budget;
import io.everknown.memory.recall.MemoryIndex;
import io.everknown.memory.recall.Recall;
import io.everknown.memory.recall.RecallQuery;
import io.everknown.memory.recall.TokenCounter;
import io.everknown.memory.time.TimeFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

/**
 * {@code ./everknown train}: takes labelled conversations in as tenants of their own, asks their questions through the whole
 * recall, trains the ranking network on the lists that it had to rank, and ends. One conversation of four is held out to
 * say how well it does; what is written has been trained on all.
 */
@Component
@ConditionalOnProperty("everknown.training.conversations")
class RankingTraining extends OneShot {

    private static final Logger LOG = LoggerFactory.getLogger(RankingTraining.class);

    private static final int HOLD_OUT = 4;

    private static final int TURNS = 20;

    private final TrainingSettings settings;
    private final SyntaxAnalyser analyser;
    private final TurnProcessing processing;
    private final GraphRelay relay;
    private final InstantSource clock;
    private final Recall recall;
    private final Recorder recorder = new Recorder();
    private final ObjectMapper mapper;

    RankingTraining(
            TrainingSettings settings,
            ConfigurableApplicationContext service,
            SyntaxAnalyser analyser,
            TurnProcessing processing,
            GraphRelay relay,
            InstantSource clock,
            Embedder embedder,
            LexicalAnalyzer lexical,
            MemoryIndex index,
            GraphStore graph,
            TokenCounter tokens,
            ObjectMapper mapper) {
        super(service);
        this.settings = settings;
        this.analyser = analyser;
        this.processing = processing;
        this.relay = relay;
        this.clock = clock;
        this.recall = new Recall(
                embedder, lexical, index, graph, Rerankers.always("none", recorder), tokens, PatientRecall.settings());
        this.mapper = mapper;
    }

    @Override
    protected int run() throws InterruptedException, IOException {
        LOG.info("training with {}", PatientRecall.awaitAnalyser(analyser, clock));
        List<List<Asked>> conversations = new ArrayList<>();
        for (TrainingSettings.Data data : settings.data()) {
            for (Conversation conversation : LabelledConversations.read(mapper, data.path())) {
                conversations.add(ask(conversation, data.weight()));
                LOG.info(
                        "{}: {} turns, {} questions",
                        conversation.name(),
                        conversation.turns().size(),
                        conversation.questions().size());
            }
        }
        holdOut(conversations);
        AttentionReranker trained = train(conversations, -1);
        Files.writeString(settings.out(), trained.weights());
        LOG.info("the network is in {}", settings.out());
        return DONE;
    }

    private void holdOut(List<List<Asked>> conversations) {
        Reranker fusion = new FusionReranker(FusionReranker.Weights.DEFAULTS);
        RankingScores before = new RankingScores();
        RankingScores after = new RankingScores();
        for (int fold = 0; fold < HOLD_OUT; fold++) {
            Reranker trained = train(conversations, fold);
            for (int i = fold; i < conversations.size(); i += HOLD_OUT) {
                for (Asked asked : conversations.get(i)) {
                    before.count(asked.list, fusion.rank(asked.list).scores(), asked.answers);
                    after.count(asked.list, trained.rank(asked.list).scores(), asked.answers);
                }
            }
        }
        LOG.info("held out, fusion:  {}", before);
        LOG.info("held out, network: {}", after);
    }

    private AttentionReranker train(List<List<Asked>> conversations, int without) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < conversations.size(); i++) {
            if (without < 0 || i % HOLD_OUT != without) {
                conversations.get(i).forEach(asked -> examples.add(asked.example));
            }
        }
        return AttentionTraining.train(
                examples,
                settings.version(),
                AttentionTraining.Settings.DEFAULTS,
                new FusionReranker(FusionReranker.Weights.DEFAULTS));
    }

    private List<Asked> ask(Conversation conversation, double weight) {
        MemoryScope scope = new MemoryScope(Ids.next(), "training");
        Map<String, UUID> turns = new HashMap<>();
        List<NewTurn> all = conversation.turns();
        for (int from = 0; from < all.size(); from += TURNS) {
            List<NewTurn> some = all.subList(from, Math.min(all.size(), from + TURNS));
            for (Turn turn : processing
                    .process(scope, Visibility.PRIVATE, conversation.name(), some, true)
                    .turns()) {
                turns.put(String.valueOf(turn.sourceRef()), turn.id());
            }
            relay.relay(scope);
        }
        List<Asked> asked = new ArrayList<>();
        for (Question question : conversation.questions()) {
            recall.recall(
                    scope,
                    new RecallQuery(
                            question.text(),
                            List.of(),
                            null,
                            EnumSet.allOf(MemoryType.class),
                            TimeFrame.current(clock.instant()),
                            null,
                            new Budget(1, 100)));
            Set<UUID> answers = question.answers().stream().map(turns::get).collect(Collectors.toSet());
            asked.add(new Asked(recorder.last(), answers, new Example(recorder.last(), answers, weight)));
        }
        return asked;
    }

    /** A question's list and the turns that answer it. */
    private record Asked(CandidateList list, Set<UUID> answers, Example example) {}

    /** Ranks nothing, but keeps what there was to rank. */
    private static final class Recorder implements Reranker {

        private CandidateList last = CandidateList.EMPTY;

        @Override
        public Ranking rank(CandidateList list) {
            last = list;
            return new Ranking("none", new double[list.candidates().size()]);
        }

        private CandidateList last() {
            return last;
        }
    }
}
