package io.everknown.graphmodel;

import io.everknown.memory.compaction.Compact;
import io.everknown.memory.compaction.CompactJob;
import io.everknown.memory.compaction.CompactionLog;
import io.everknown.memory.consolidation.ConsolidateJob;
import io.everknown.memory.consolidation.Night;
import io.everknown.memory.consolidation.UpkeepLedger;
import io.everknown.memory.decision.DuplicateRule;
import io.everknown.memory.decision.FactLedger;
import io.everknown.memory.decision.StatementComparison;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.extraction.FrameReader;
import io.everknown.memory.extraction.Wording;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.merging.FactMergeLog;
import io.everknown.memory.merging.MergeDuplicates;
import io.everknown.memory.recall.MemoryCatalogue;
import io.everknown.memory.recall.Recall;
import io.everknown.memory.recall.TokenCounter;
import io.everknown.memory.reflection.Reflect;
import io.everknown.memory.reflection.ReflectionLog;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What becomes of memories over time. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConsolidationSettings.class)
class ConsolidationConfiguration {

    @Bean
    DuplicateRule duplicateRule(
            ObjectProvider<StatementComparison> comparison,
            Wording wording,
            FrameReader frames,
            ConsolidationSettings settings) {
        return new DuplicateRule(
                comparison.getIfAvailable(() -> StatementComparison.NONE),
                wording,
                frames,
                settings.merge().limits());
    }

    @Bean
    MergeDuplicates mergeDuplicates(FactMergeLog log, FactLedger facts, DuplicateRule rule, InstantSource clock) {
        return new MergeDuplicates(log, facts, rule, clock);
    }

    @Bean
    Compact compact(
            Recall recall,
            MemoryCatalogue catalogue,
            CompactionLog log,
            FactLedger facts,
            Embedder embedder,
            TokenCounter tokens,
            InstantSource clock) {
        return new Compact(recall, catalogue, log, facts, embedder, tokens, clock);
    }

    @Bean
    CompactJob compactJob(Compact compact, GraphRelay relay) {
        return new CompactJob(compact, relay);
    }

    @Bean
    Reflect reflect(
            ReflectionLog log,
            FactLedger facts,
            Embedder embedder,
            ConsolidationSettings settings,
            InstantSource clock) {
        return new Reflect(log, facts, embedder, settings.reflect().limits(), clock);
    }

    @Bean
    Night night(
            UpkeepLedger ledger,
            MergeDuplicates duplicates,
            Reflect reflect,
            ConsolidationSettings settings,
            InstantSource clock) {
        return new Night(ledger, duplicates, reflect, clock, settings.reflect().window());
    }

    @Bean
    ConsolidateJob consolidateJob(Night night) {
        return new ConsolidateJob(night);
    }
}
