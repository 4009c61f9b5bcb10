package io.everknown.graphmodel.postgres;

import io.everknown.graphmodel.MemorySettings;
import io.everknown.graphmodel.resident.ResidentMemoryIndex;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.lexical.LexicalAnalyzer;
import io.everknown.memory.model.ModelRegistry;
import io.everknown.memory.model.SignalLog;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.ObjectMapper;

/** The record's stores for an application. */
@Configuration(proxyBeanMethods = false)
@Import(PostgresJobConfiguration.class)
public class PostgresConfiguration {

    @Bean
    PostgresTurnLog turnLog(TenantTransactions transactions, InstantSource clock) {
        return new PostgresTurnLog(transactions, clock);
    }

    @Bean
    PostgresModelSpending modelSpending(TenantTransactions transactions) {
        return new PostgresModelSpending(transactions);
    }

    @Bean
    PostgresFactLedger factLedger(
            TenantTransactions transactions,
            ObjectMapper mapper,
            LexicalAnalyzer analyzer,
            Embedder embedder,
            InstantSource clock) {
        return new PostgresFactLedger(transactions, mapper, analyzer, embedder, clock);
    }

    @Bean
    PostgresCatalogue memoryCatalogue(TenantTransactions transactions, ObjectMapper mapper) {
        return new PostgresCatalogue(transactions, mapper);
    }

    @Bean
    ResidentMemoryIndex memoryIndex(
            TenantTransactions transactions, ObjectMapper mapper, LexicalAnalyzer analyzer, MemorySettings settings) {
        return new ResidentMemoryIndex(
                new PostgresAudienceSource(transactions, mapper, analyzer),
                new PostgresMemoryIndex(transactions, mapper, analyzer),
                settings.recallCacheSize().toBytes(),
                settings.recallCachePatience());
    }

    @Bean
    PostgresGraphOutbox graphOutbox(TenantTransactions transactions, ObjectMapper mapper) {
        return new PostgresGraphOutbox(transactions, mapper);
    }

    @Bean
    PostgresGraphRecord graphRecord(TenantTransactions transactions, ObjectMapper mapper) {
        return new PostgresGraphRecord(transactions, mapper);
    }

    @Bean
    PostgresEntityMergeLog entityMergeLog(TenantTransactions transactions, InstantSource clock) {
        return new PostgresEntityMergeLog(transactions, clock);
    }

    @Bean
    PostgresFactMergeLog factMergeLog(TenantTransactions transactions, PostgresFactLedger ledger) {
        return new PostgresFactMergeLog(transactions, ledger.rows());
    }

    @Bean
    PostgresCompactionLog compactionLog(TenantTransactions transactions) {
        return new PostgresCompactionLog(transactions);
    }

    @Bean
    PostgresReflectionLog reflectionLog(TenantTransactions transactions, PostgresFactLedger ledger) {
        return new PostgresReflectionLog(transactions, ledger.rows());
    }

    @Bean
    PostgresFeedbackLog feedbackLog(TenantTransactions transactions, InstantSource clock) {
        return new PostgresFeedbackLog(transactions, clock);
    }

    @Bean
    ModelRegistry modelRegistry(TenantTransactions transactions, ObjectMapper mapper) {
        return new PostgresModelRegistry(transactions, mapper);
    }

    @Bean
    SignalLog signalLog(TenantTransactions transactions) {
        return new PostgresSignalLog(transactions);
    }

    @Bean
    PostgresUpkeepLedger upkeepLedger(TenantTransactions transactions, ObjectMapper mapper) {
        return new PostgresUpkeepLedger(transactions, mapper);
    }

    @Bean
    PostgresEraser memoryEraser(
            TenantTransactions transactions, LexicalAnalyzer analyzer, InstantSource clock, PostgresFactLedger ledger) {
        return new PostgresEraser(transactions, analyzer, clock, ledger);
    }

    @Bean
    PostgresUserEraser userEraser(TenantTransactions transactions, InstantSource clock) {
        return new PostgresUserEraser(transactions, clock);
    }
}
