package io.everknown.inference.languagemodel;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.extraction.Extraction;
import io.everknown.memory.extraction.Extractors;
import io.everknown.memory.extraction.FactExtractor;
import io.everknown.memory.extraction.ModelUsage;
import io.everknown.memory.extraction.Sentences;
import io.everknown.memory.identity.MemoryScope;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each tenant the language model that is configured for it. A turn that the model can't read is read by the local
 * extractor, and its decisions say so.
 */
final class TenantExtractors implements Extractors, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TenantExtractors.class);

    private final FactExtractor local;
    private final Map<String, LanguageModelExtractor> models;
    private final String usual;
    private final Map<UUID, String> choices;
    private final MeterRegistry metrics;

    /**
     * @param models by name; names that are missing mean the local extractor
     * @param usual name of the model of tenants without a choice
     * @param choices names by tenant
     */
    TenantExtractors(
            FactExtractor local,
            Map<String, LanguageModelExtractor> models,
            String usual,
            Map<UUID, String> choices,
            MeterRegistry metrics) {
        this.local = local;
        this.models = Map.copyOf(models);
        this.usual = usual;
        this.choices = Map.copyOf(choices);
        this.metrics = metrics;
    }

    @Override
    public FactExtractor of(MemoryScope scope, ModelUsage spent) {
        LanguageModelExtractor model = modelOf(scope);
        return model == null ? local : (turn, before) -> read(model, scope, spent, turn, before);
    }

    @Override
    public boolean usesModel(MemoryScope scope) {
        return modelOf(scope) != null;
    }

    private @Nullable LanguageModelExtractor modelOf(MemoryScope scope) {
        return models.get(choices.getOrDefault(scope.tenant(), usual));
    }

    private Extraction read(
            LanguageModelExtractor model, MemoryScope scope, ModelUsage spent, Turn turn, List<Turn> before) {
        if (Sentences.of(turn.content()).isEmpty()) {
            return local.extract(turn, before);
        }
        try {
            Extraction extraction = model.extract(scope, spent, turn, before);
            count(model, "answered");
            return extraction;
        } catch (ModelUnavailableException e) {
            count(model, e.reason().name().toLowerCase(Locale.ROOT));
            LOG.warn(
                    "turn {} is read by the local extractor, {}: {}",
                    turn.id(),
                    model.name(),
                    e.reason().words());
            Extraction instead = local.extract(turn, before);
            return new Extraction(
                    instead.facts(),
                    instead.skipped(),
                    instead.extractor() + " instead of " + model.name() + ": "
                            + e.reason().words(),
                    e.used());
        }
    }

    private void count(LanguageModelExtractor model, String outcome) {
        metrics.counter("everknown.language.model.turns", "model", model.name(), "outcome", outcome)
                .increment();
    }

    @Override
    public void close() {
        models.values().forEach(LanguageModelExtractor::close);
    }
}
