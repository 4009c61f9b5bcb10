package io.everknown.inference;

import io.everknown.inference.embedding.OnnxEmbedder;
import io.everknown.inference.embedding.SentenceModel;
import io.everknown.inference.language.OpenNlpTagger;
import io.everknown.inference.language.YamlSlotCatalogue;
import io.everknown.inference.languagemodel.LanguageModelConfiguration;
import io.everknown.inference.lexical.LuceneLexicalAnalyzer;
import io.everknown.inference.tokens.JtokkitTokenCounter;
import io.everknown.memory.extraction.FactExtractor;
import io.everknown.memory.extraction.LightFactExtractor;
import io.everknown.memory.extraction.SlotCatalogue;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The models for an application. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ExtractionSettings.class)
@Import(LanguageModelConfiguration.class)
public class InferenceConfiguration {

    /** One text a core: the network runs each on one thread. */
    @Bean(destroyMethod = "close")
    OnnxEmbedder embedder() {
        return new OnnxEmbedder(SentenceModel.BGE_SMALL_EN, Runtime.getRuntime().availableProcessors());
    }

    @Bean
    LuceneLexicalAnalyzer lexicalAnalyzer() {
        return new LuceneLexicalAnalyzer();
    }

    @Bean
    JtokkitTokenCounter tokenCounter() {
        return new JtokkitTokenCounter();
    }

    @Bean
    SlotCatalogue slotCatalogue(ExtractionSettings settings) {
        return settings.slotsFile() == null
                ? YamlSlotCatalogue.builtIn()
                : YamlSlotCatalogue.builtInWith(settings.slotsFile());
    }

    @Bean
    FactExtractor factExtractor(SlotCatalogue slots) {
        return new LightFactExtractor(OpenNlpTagger.english(), slots);
    }
}
