package io.everknown.inference.languagemodel;

import io.everknown.inference.languagemodel.LanguageModelSettings.Model;
import io.everknown.memory.extraction.FactExtractor;
import io.everknown.memory.extraction.ModelSpending;
import io.everknown.memory.extraction.SlotCatalogue;
import io.everknown.memory.recall.TokenCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Makes the extractors of all models that are in use. */
record ExtractorFactory(
        SlotCatalogue slots,
        AnswerCheck check,
        TokenCounter tokens,
        ModelSpending spending,
        InstantSource clock,
        ObservationRegistry observations,
        ModelCalls.Registries registries) {

    TenantExtractors extractors(LanguageModelSettings settings, FactExtractor local, MeterRegistry metrics) {
        Set<String> names = new HashSet<>(settings.choices().values());
        names.add(settings.use());
        Map<String, LanguageModelExtractor> models = new HashMap<>();
        for (String name : names) {
            Model model = settings.model(name);
            if (model != null) {
                models.put(name, extractor(name, model, settings));
            }
        }
        return new TenantExtractors(local, models, settings.use(), settings.choices(), metrics);
    }

    private LanguageModelExtractor extractor(String name, Model model, LanguageModelSettings settings) {
        return new LanguageModelExtractor(
                model,
                ChatModels.of(model, ModelAnswer.SCHEMA, observations),
                new ModelCalls(name, model, registries),
                slots,
                check,
                tokens,
                spending,
                settings.budget(),
                clock);
    }
}
