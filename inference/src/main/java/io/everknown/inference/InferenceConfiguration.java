package io.everknown.inference;

import io.everknown.inference.ExtractionSettings.Analyser;
import io.everknown.inference.comparison.OnnxStatementComparison;
import io.everknown.inference.embedding.OnnxEmbedder;
import io.everknown.inference.embedding.SentenceModel;
import io.everknown.inference.language.BackgroundAnalyser;
import io.everknown.inference.language.Nlp4jParser;
import io.everknown.inference.language.OpenNlpTagger;
import io.everknown.inference.language.StopWordDetector;
import io.everknown.inference.language.YamlInstructionLexicon;
import io.everknown.inference.language.YamlSlotCatalogue;
import io.everknown.inference.language.YamlThingWords;
import io.everknown.inference.language.YamlWording;
import io.everknown.inference.languagemodel.LanguageModelConfiguration;
import io.everknown.inference.lexical.LuceneLexicalAnalyzer;
import io.everknown.inference.ranking.RankingNetwork;
import io.everknown.inference.tokens.JtokkitTokenCounter;
import io.everknown.memory.attention.Reranker;
import io.everknown.memory.attention.RerankerFormat;
import io.everknown.memory.decision.Salience;
import io.everknown.memory.extraction.FactExtractor;
import io.everknown.memory.extraction.FrameReader;
import io.everknown.memory.extraction.LightFactExtractor;
import io.everknown.memory.extraction.PartOfSpeechTagger;
import io.everknown.memory.extraction.SlotCatalogue;
import io.everknown.memory.extraction.SyntaxAnalyser;
import io.everknown.memory.extraction.Wording;
import io.everknown.memory.model.ModelCard;
import io.everknown.memory.model.ModelKind;
import io.everknown.memory.model.ShippedModel;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
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
        return new OnnxEmbedder(
                SentenceModel.ALL_MINILM_L6, Runtime.getRuntime().availableProcessors());
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnBooleanProperty(name = "everknown.memory.comparison.enabled", matchIfMissing = true)
    OnnxStatementComparison statementComparison() {
        return new OnnxStatementComparison(Runtime.getRuntime().availableProcessors());
    }

    @Bean
    Reranker reranker() {
        return RankingNetwork.shipped();
    }

    @Bean
    RerankerFormat rerankerFormat() {
        return new RankingNetwork();
    }

    @Bean
    ShippedModel shippedReranker() {
        return RankingNetwork.model();
    }

    /** Its weights come in a package of their own; its vectors stand in the record, so it can't be routed. */
    @Bean
    ShippedModel shippedEmbedding() {
        SentenceModel model = SentenceModel.ALL_MINILM_L6;
        String data = "sentence-transformers/all-MiniLM-L6-v2, int8, " + model.dimensions() + " dimensions";
        return new ShippedModel(
                ModelKind.EMBEDDING, model.name(), null, new ModelCard(data, "Apache-2.0", null, List.of()));
    }

    @Bean
    ShippedModel shippedSalience() {
        return new ShippedModel(
                ModelKind.SALIENCE,
                Salience.VERSION,
                null,
                new ModelCard("a rule, trained on nothing", "Apache-2.0", null, List.of()));
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
    SlotCatalogue slotCatalogue(ExtractionSettings settings) {
        return settings.slotsFile() == null
                ? YamlSlotCatalogue.builtIn()
                : YamlSlotCatalogue.builtInWith(settings.slotsFile());
    }

    @Bean
    FactExtractor factExtractor(SlotCatalogue slots, PartOfSpeechTagger tagger, SyntaxAnalyser analyser) {
        return new LightFactExtractor(
                tagger, slots, YamlInstructionLexicon.builtIn(), analyser, StopWordDetector.builtIn());
    }

    @Bean
    FrameReader frameReader(PartOfSpeechTagger tagger, SyntaxAnalyser analyser) {
        return new FrameReader(tagger, analyser, YamlThingWords.builtIn());
    }

    @Bean
    PartOfSpeechTagger partOfSpeechTagger() {
        return OpenNlpTagger.english();
    }

    /** Loads when the service has started, beside its warming up, so that the start has the processors to itself. */
    @Bean
    BackgroundAnalyser syntaxAnalyser() {
        return new BackgroundAnalyser(Nlp4jParser::english);
    }

    @Bean
    ApplicationListener<ApplicationStartedEvent> analyserStart(
            ExtractionSettings settings, BackgroundAnalyser analyser) {
        return _ -> {
            if (settings.analyser() == Analyser.FULL) {
                analyser.start();
            }
        };
    }
}
