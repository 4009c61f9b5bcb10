package io.everknown.graphmodel;

import io.everknown.memory.attention.Rerankers;
import io.everknown.memory.consolidation.DerivePending;
import io.everknown.memory.conversation.TurnLog;
import io.everknown.memory.conversation.TurnProcessing;
import io.everknown.memory.decision.Decider;
import io.everknown.memory.decision.DecisionThresholds;
import io.everknown.memory.decision.FactLedger;
import io.everknown.memory.decision.InstructionThresholds;
import io.everknown.memory.decision.MemoryLimit;
import io.everknown.memory.decision.Remember;
import io.everknown.memory.decision.Revise;
import io.everknown.memory.decision.StatementComparison;
import io.everknown.memory.decision.Succession;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.entity.EntityMergeLog;
import io.everknown.memory.entity.MergeByHand;
import io.everknown.memory.extraction.Extractors;
import io.everknown.memory.extraction.FactExtractor;
import io.everknown.memory.extraction.FrameReader;
import io.everknown.memory.extraction.Wording;
import io.everknown.memory.feedback.FeedbackLog;
import io.everknown.memory.feedback.GiveFeedback;
import io.everknown.memory.forgetting.EraseUser;
import io.everknown.memory.forgetting.Forget;
import io.everknown.memory.forgetting.MemoryEraser;
import io.everknown.memory.forgetting.UserEraser;
import io.everknown.memory.graph.GraphOutbox;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphStore;
import io.everknown.memory.job.ExtractTurns;
import io.everknown.memory.job.JobKind;
import io.everknown.memory.job.JobKinds;
import io.everknown.memory.job.JobWaker;
import io.everknown.memory.job.TurnIntake;
import io.everknown.memory.job.TurnJobs;
import io.everknown.memory.lexical.LexicalAnalyzer;
import io.everknown.memory.recall.MemoryCatalogue;
import io.everknown.memory.recall.MemoryIndex;
import io.everknown.memory.recall.Recall;
import io.everknown.memory.recall.RecallSettings;
import io.everknown.memory.recall.TokenCounter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The domain's use cases over whatever implements their ports; the service and the worker both import it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({MemorySettings.class, LimitSettings.class})
@Import({
    UpkeepConfiguration.class,
    ModelConfiguration.class,
    GraphUpkeepConfiguration.class,
    ConsolidationConfiguration.class
})
public class UseCaseConfiguration {

    /** How long a turn is left to the request that brought it before the worker takes it up. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The one clock, in microseconds: what is decided on equals what Postgres gives back. */
    @Bean
    InstantSource clock() {
        return () -> Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    @Bean
    Decider decider(
            MemorySettings settings,
            LimitSettings limits,
            Wording wording,
            FrameReader frames,
            ObjectProvider<StatementComparison> comparison) {
        return new Decider(
                new DecisionThresholds(
                        settings.neighbourSimilarity(),
                        settings.duplicateSimilarity(),
                        settings.retractionSimilarity(),
                        limits.sharedWords(),
                        limits.endingSimilarity(),
                        new InstructionThresholds(
                                limits.instructionSharedWords(),
                                limits.instructionSimilarity(),
                                limits.instructionChangeSimilarity())),
                wording,
                new Succession(
                        frames, new Succession.Reach(limits.successionSimilarity(), limits.successionCandidates())),
                comparison.getIfAvailable(() -> StatementComparison.NONE),
                settings.comparison().thresholds());
    }

    @Bean
    MemoryLimit memoryLimit(LimitSettings limits) {
        return new MemoryLimit(limits.maxMemories());
    }

    @Bean
    TurnProcessing turnProcessing(
            TurnLog log,
            Extractors extractors,
            Embedder embedder,
            FactLedger ledger,
            Decider decider,
            InstantSource clock,
            MemoryLimit limit) {
        return new TurnProcessing(log, extractors, embedder, ledger, decider, clock, limit);
    }

    @Bean
    TurnIntake turnIntake(TurnLog log, TurnJobs jobs, JobWaker waker) {
        return new TurnIntake(log, jobs, waker);
    }

    @Bean
    ExtractTurns extractTurns(TurnJobs jobs, TurnLog log, TurnProcessing processing, GraphRelay relay) {
        return new ExtractTurns(jobs, log, processing, relay);
    }

    @Bean
    JobKinds jobKinds(List<JobKind> kinds) {
        return new JobKinds(kinds);
    }

    @Bean
    Remember remember(
            FactExtractor extractor,
            Embedder embedder,
            FactLedger ledger,
            Decider decider,
            InstantSource clock,
            MemoryLimit limit) {
        return new Remember(extractor, embedder, ledger, decider, clock, limit);
    }

    @Bean
    Revise revise(FactLedger ledger, Embedder embedder, Decider decider, InstantSource clock) {
        return new Revise(ledger, embedder, decider, clock);
    }

    @Bean
    Forget forget(MemoryCatalogue catalogue, MemoryEraser eraser, Embedder embedder, InstantSource clock) {
        return new Forget(catalogue, eraser, embedder, clock);
    }

    @Bean
    EraseUser eraseUser(UserEraser eraser, Forget forget) {
        return new EraseUser(eraser, forget);
    }

    @Bean
    GiveFeedback giveFeedback(FeedbackLog log, FactLedger ledger) {
        return new GiveFeedback(log, ledger);
    }

    @Bean
    MergeByHand mergeByHand(EntityMergeLog merges, InstantSource clock) {
        return new MergeByHand(merges, clock);
    }

    @Bean
    GraphRelay graphRelay(GraphOutbox outbox, GraphStore graph) {
        return new GraphRelay(outbox, graph);
    }

    @Bean
    DerivePending derivePending(TurnLog log, TurnProcessing processing) {
        return new DerivePending(log, processing, PATIENCE);
    }

    /** The whole recall, for whatever is given to rank. */
    @Bean
    Function<Rerankers, Recall> recalls(
            Embedder embedder,
            LexicalAnalyzer analyzer,
            MemoryIndex index,
            GraphStore graph,
            TokenCounter tokens,
            MemorySettings settings) {
        RecallSettings defaults = RecallSettings.DEFAULTS;
        RecallSettings own = new RecallSettings(
                defaults.perChannel(),
                defaults.lexicalDepth(),
                defaults.neighbourDistance(),
                settings.channelDeadline());
        return rerankers -> new Recall(embedder, analyzer, index, graph, rerankers, tokens, own);
    }

    @Bean
    Recall recall(Function<Rerankers, Recall> recalls, Rerankers rerankers) {
        return recalls.apply(rerankers);
    }
}
