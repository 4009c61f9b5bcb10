package io.everknown.api.training;

import io.everknown.api.labelled.LabelledConversations;
import io.everknown.api.labelled.LabelledConversations.Conversation;
import io.everknown.api.labelled.LabelledConversations.Question;
import io.everknown.api.labelled.OneShot;
import io.everknown.api.labelled.PatientRecall;
import io.everknown.memory.attention.AttentionTraining;
import io.everknown.memory.attention.FusionReranker;
import io.everknown.memory.attention.RankingLessons;
import io.everknown.memory.attention.RankingLessons.Lesson;
import io.everknown.memory.attention.RecordingReranker;
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

    private static final int TURNS = 20;

    private final TrainingSettings settings;
    private final SyntaxAnalyser analyser;
    private final TurnProcessing processing;
    private final GraphRelay relay;
    private final InstantSource clock;
    private final Recall recall;
    private final RecordingReranker recorder = new RecordingReranker();
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
        List<List<Lesson>> conversations = new ArrayList<>();
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
        Reranker fusion = new FusionReranker(FusionReranker.Weights.DEFAULTS);
        RankingLessons lessons = new RankingLessons(
                conversations, AttentionTraining.Settings.DEFAULTS, fusion, AttentionTraining.Beginning.NOTHING);
        LOG.info("held out, fusion:  {}", lessons.scores(fusion));
        LOG.info("held out, network: {}", lessons.heldOut());
        Files.writeString(settings.out(), lessons.train(settings.version()).weights());
        LOG.info("the network is in {}", settings.out());
        return DONE;
    }

    private List<Lesson> ask(Conversation conversation, double weight) {
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
        List<Lesson> asked = new ArrayList<>();
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
            asked.add(Lesson.of(recorder.last(), answers, weight));
        }
        return asked;
    }
}
