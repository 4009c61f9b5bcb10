package io.everknown.graphmodel;

import io.everknown.memory.attention.Reranker;
import io.everknown.memory.attention.RerankerFormat;
import io.everknown.memory.attention.Rerankers;
import io.everknown.memory.attention.RoutedRerankers;
import io.everknown.memory.feedback.FeedbackLog;
import io.everknown.memory.model.ManageModels;
import io.everknown.memory.model.ModelKind;
import io.everknown.memory.model.ModelRegistry;
import io.everknown.memory.model.ModelSignals;
import io.everknown.memory.model.ShippedModel;
import io.everknown.memory.model.SignalLog;
import io.everknown.memory.recall.MemoryCatalogue;
import io.everknown.memory.recall.Recall;
import io.everknown.memory.training.FeedbackLessons;
import io.everknown.memory.training.TrainRanking;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The registry of models and what serves by it. */
@Configuration(proxyBeanMethods = false)
class ModelConfiguration {

    @Bean
    ManageModels manageModels(
            ModelRegistry registry, List<ShippedModel> shipped, RerankerFormat format, InstantSource clock) {
        return new ManageModels(registry, shipped, format, clock);
    }

    @Bean
    ModelSignals modelSignals(SignalLog log, InstantSource clock) {
        return new ModelSignals(log, clock);
    }

    @Bean
    TrainRanking trainRanking(
            FeedbackLog feedback,
            MemoryCatalogue catalogue,
            Function<Rerankers, Recall> recalls,
            InstantSource clock,
            ManageModels models,
            ModelRegistry registry,
            RerankerFormat format) {
        return new TrainRanking(new FeedbackLessons(feedback, catalogue, recalls, clock), models, registry, format);
    }

    @Bean
    RoutedRerankers rerankers(
            ManageModels models,
            ModelRegistry registry,
            RerankerFormat format,
            Reranker own,
            List<ShippedModel> shipped) {
        String version = shipped.stream()
                .filter(model -> model.kind() == ModelKind.RERANKER)
                .findFirst()
                .orElseThrow()
                .name();
        return new RoutedRerankers(models, registry, format, new RoutedRerankers.Own(version, own));
    }
}
