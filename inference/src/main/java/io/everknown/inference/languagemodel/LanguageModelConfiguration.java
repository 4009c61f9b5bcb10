package io.everknown.inference.languagemodel;

import io.everknown.memory.extraction.Extractors;
import io.everknown.memory.extraction.FactExtractor;
import io.everknown.memory.extraction.ModelSpending;
import io.everknown.memory.extraction.SlotCatalogue;
import io.everknown.memory.lexical.LexicalAnalyzer;
import io.everknown.memory.recall.TokenCounter;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.observation.ObservationRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who reads turns. Where no language model is configured, nothing of one is loaded and nobody is called. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LanguageModelSettings.class)
public class LanguageModelConfiguration {

    @Bean
    Extractors extractors(
            LanguageModelSettings settings,
            FactExtractor local,
            SlotCatalogue slots,
            LexicalAnalyzer analyzer,
            TokenCounter tokens,
            ModelSpending spending,
            InstantSource clock,
            ObjectProvider<MeterRegistry> metrics,
            ObjectProvider<ObservationRegistry> observations,
            ObjectProvider<BulkheadRegistry> bulkheads,
            ObjectProvider<CircuitBreakerRegistry> breakers,
            ObjectProvider<TimeLimiterRegistry> limiters,
            ObjectProvider<RetryRegistry> retries) {
        if (!settings.any()) {
            return Extractors.local(local);
        }
        return new ExtractorFactory(
                        slots,
                        new AnswerCheck(slots, settings.freeSlots(), analyzer),
                        tokens,
                        spending,
                        clock,
                        observations.getIfAvailable(() -> ObservationRegistry.NOOP),
                        new ModelCalls.Registries(
                                bulkheads.getIfAvailable(BulkheadRegistry::ofDefaults),
                                breakers.getIfAvailable(CircuitBreakerRegistry::ofDefaults),
                                limiters.getIfAvailable(TimeLimiterRegistry::ofDefaults),
                                retries.getIfAvailable(RetryRegistry::ofDefaults)))
                .extractors(settings, local, metrics.getIfAvailable(() -> Metrics.globalRegistry));
    }
}
