package io.everknown.api.baseline;

import io.everknown.api.EverknownApi;
import io.everknown.localstack.TestStack;
import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.ComparisonThresholds;
import io.everknown.memory.decision.Decider;
import io.everknown.memory.decision.DecisionThresholds;
import io.everknown.memory.decision.StatementComparison;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.Extraction;
import io.everknown.memory.extraction.FactExtractor;
import io.everknown.memory.extraction.Wording;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The plainest rule there is, for comparison: a new statement replaces the most similar one known of the same speaker
 * from a cosine on. No slots, no frames, no network; equal words are still a NOOP. {@link #main} runs the service with it
 * on a throw-away stack, for the evaluation programs; what they printed is in docs/decisions.md.
 */
@TestConfiguration(proxyBeanMethods = false)
final class SupersedeMostSimilar {

    private static final String SIMILARITY = "baseline.similarity";

    /**
     * Runs until it is killed.
     *
     * @param words the least cosine and the port
     */
    public static void main(String[] words) {
        StandardEnvironment environment = new StandardEnvironment();
        try (TestStack stack = TestStack.fresh()) {
            environment
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "test stack", Map.copyOf(stack.addresses().asEnvironment())));
            SpringApplication service = new SpringApplication(EverknownApi.class, SupersedeMostSimilar.class);
            service.setEnvironment(environment);
            service.run("--" + SIMILARITY + "=" + words[0], "--server.port=" + words[1]);
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Every pair it is asked about is a replacement; it is asked about the most similar fact alone. */
    static final class Always implements StatementComparison {

        @Override
        public String version() {
            return "most-similar";
        }

        @Override
        public List<Verdict> compare(List<Pair> pairs) {
            return pairs.stream().map(_ -> new Verdict(1, 0, 0)).toList();
        }
    }

    /** What the light extractor finds, as plain statements. */
    record Plain(FactExtractor extractor) implements FactExtractor {

        @Override
        public Extraction extract(Turn turn, List<Turn> before) {
            Extraction found = extractor.extract(turn, before);
            return new Extraction(
                    found.facts().stream().map(Plain::plain).toList(), found.skipped(), "plain", found.usage());
        }

        private static ExtractedFact plain(ExtractedFact fact) {
            return new ExtractedFact(
                    fact.text(),
                    fact.sentence(),
                    fact.subject(),
                    null,
                    null,
                    ExtractedFact.Intent.ASSERT,
                    fact.entities(),
                    fact.relations(),
                    fact.validFrom(),
                    fact.confidence());
        }
    }

    @Bean
    @Primary
    FactExtractor plainStatements(@Qualifier("factExtractor") FactExtractor extractor) {
        return new Plain(extractor);
    }

    @Bean
    @Primary
    Decider mostSimilar(@Value("${" + SIMILARITY + ":0.75}") double similarity) {
        return decider(similarity);
    }

    static Decider decider(double similarity) {
        return new Decider(
                DecisionThresholds.DEFAULTS,
                Wording.NONE,
                null,
                new Always(),
                new ComparisonThresholds(similarity, 1, 0.5, 1, 1));
    }
}
