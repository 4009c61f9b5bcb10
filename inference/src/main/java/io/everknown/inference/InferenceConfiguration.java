package io.everknown.inference;

import io.everknown.inference.embedding.OnnxEmbedder;
import io.everknown.inference.embedding.SentenceModel;
import io.everknown.inference.language.OpenNlpTagger;
import io.everknown.inference.language.YamlSlotCatalogue;
import io.everknown.inference.language.YamlWording;
import io.everknown.inference.lexical.LuceneLexicalAnalyzer;
import io.everknown.inference.tokens.JtokkitTokenCounter;
import io.everknown.memory.extraction.FactExtractor;
import io.everknown.memory.extraction.LightFactExtractor;
import io.everknown.memory.extraction.SlotCatalogue;
import io.everknown.memory.extraction.Wording;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The models for an application. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ExtractionSettings.class)
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
    Wording wording() {
        return YamlWording.builtIn();
    }

    @Bean
    FactExtractor factExtractor(ExtractionSettings settings) {
        SlotCatalogue slots = settings.slotsFile() == null
                ? YamlSlotCatalogue.builtIn()
                : YamlSlotCatalogue.builtInWith(settings.slotsFile());
        return new LightFactExtractor(OpenNlpTagger.english(), slots);
    }
}
