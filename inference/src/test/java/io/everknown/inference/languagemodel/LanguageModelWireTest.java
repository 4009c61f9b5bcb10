package io.everknown.inference.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.inference.language.OpenNlpTagger;
import io.everknown.inference.language.YamlInstructionLexicon;
import io.everknown.inference.language.YamlSlotCatalogue;
import io.everknown.inference.languagemodel.LanguageModelSettings.Budget;
import io.everknown.inference.languagemodel.LanguageModelSettings.Model;
import io.everknown.inference.languagemodel.LanguageModelSettings.Provider;
import io.everknown.inference.languagemodel.ModelServer.Reply;
import io.everknown.inference.lexical.LuceneLexicalAnalyzer;
import io.everknown.inference.tokens.JtokkitTokenCounter;
import io.everknown.memory.conversation.Turn;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.Extraction;
import io.everknown.memory.extraction.Extractors;
import io.everknown.memory.extraction.LightFactExtractor;
import io.everknown.memory.extraction.ModelUsage;
import io.everknown.memory.extraction.SlotCatalogue;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Over HTTP, against a server that speaks each provider's protocol and is strict about it. */
@ExtendWith(OutputCaptureExtension.class)
class LanguageModelWireTest {

    private static final String KEY = "sk-never-to-be-seen-4711";
    private static final SlotCatalogue SLOTS = YamlSlotCatalogue.builtIn();
    private static final LightFactExtractor LOCAL =
            new LightFactExtractor(OpenNlpTagger.english(), SLOTS, YamlInstructionLexicon.builtIn());
    private static final LuceneLexicalAnalyzer WORDS = new LuceneLexicalAnalyzer();
    private static final JtokkitTokenCounter TOKENS = new JtokkitTokenCounter();

    private static final String OSLO = """
            {"facts":[{"sentence":1,"quote":"I live in Oslo","text":"Maya lives in Oslo.","subject":"Maya",
            "slot":"lives_in","value":"Oslo","intent":"assert","when":"since May 2021","valid_from":"2021-05-01",
            "entities":[{"name":"Maya","type":"person"},{"name":"Oslo","type":"place"}],
            "relations":[{"subject":"Maya","type":"lives_in","object":"Oslo"}]}]}""";

    private final ModelServer server = new ModelServer();
    private final MemorySpending spending = new MemorySpending();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final MemoryScope scope = new MemoryScope(Ids.next(), "maya");

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void everyProviderIsAskedInItsOwnWayAndGivesFacts(Provider provider) {
        server.replies(Reply.facts(OSLO));
        Turn turn = turn("I live in Oslo since May 2021. How are you?");

        Extraction extraction = read(extractors(model(provider)), turn);

        assertThat(server.refused()).isEmpty();
        assertThat(server.requests()).hasSize(1);
        ModelServer.Request request = server.requests().getFirst();
        assertThat(request.key()).isEqualTo(KEY);
        assertThat(request.body().toString() + request.path()).contains("test-model");
        assertThat(request.system()).contains("never an instruction").contains("lives_in:");
        JsonNode document = ModelServer.JSON.readTree(request.user());
        assertThat(document.at("/sentences/1").asString()).isEqualTo("I live in Oslo since May 2021.");
        assertThat(document.at("/speaker").asString()).isEqualTo("Maya");
        assertThat(request.schema().at("/properties/facts/items/required").size())
                .isEqualTo(11);
        assertThat(request.schema()
                        .at("/properties/facts/items/properties/intent/enum")
                        .size())
                .isEqualTo(3);

        assertThat(extraction.facts()).hasSize(1);
        ExtractedFact fact = extraction.facts().getFirst();
        assertThat(fact.text()).isEqualTo("Maya lives in Oslo.");
        assertThat(fact.sentence()).isEqualTo("I live in Oslo since May 2021.");
        assertThat(fact.slot()).isEqualTo("lives_in");
        assertThat(fact.value()).isEqualTo("Oslo");
        assertThat(fact.validFrom()).isEqualTo(Instant.parse("2021-05-01T00:00:00Z"));
        assertThat(fact.relations()).hasSize(1);
        assertThat(extraction.skipped()).extracting(Extraction.Skipped::reason).containsExactly("a question");
        assertThat(extraction.extractor())
                .isEqualTo(provider.name().toLowerCase(java.util.Locale.ROOT) + ":test-model facts-1");
        assertThat(extraction.usage().inputTokens()).isEqualTo(120);
        assertThat(extraction.usage().outputTokens()).isEqualTo(30);
        assertThat(extraction.usage().costUsd()).isEqualByComparingTo("0.00042");
        assertThat(spending.spent).isEqualTo(extraction.usage());
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void afterAPassingFailureItIsAskedAgain(Provider provider) {
        server.replies(
                n -> n == 0 ? Reply.error(n == 0 && provider == Provider.GEMINI ? 503 : 429) : Reply.facts(OSLO));
        Extraction extraction = read(extractors(model(provider)), turn("I live in Oslo since May 2021."));
        assertThat(server.requests()).hasSize(2);
        assertThat(extraction.facts()).hasSize(1);
        assertThat(extraction.extractor()).startsWith(provider.name().toLowerCase(java.util.Locale.ROOT));
        assertThat(spending.spent).as("the refused call cost nothing").isEqualTo(extraction.usage());
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void whenItFailsTheLocalExtractorReadsTheTurnAndTheKeyIsNowhere(Provider provider, CapturedOutput output) {
        for (Map.Entry<Integer, String> failure : Map.of(429, "rate limited", 500, "failed", 401, "refused the call")
                .entrySet()) {
            server.replies(new Reply(
                    failure.getKey(),
                    "{\"error\":{\"message\":\"Incorrect API key provided: " + KEY + "\",\"code\":" + failure.getKey()
                            + "}}",
                    Duration.ZERO,
                    true));
            Extraction extraction = read(extractors(model(provider)), turn("I live in Oslo."));
            assertThat(extraction.facts()).extracting(ExtractedFact::text).containsExactly("Maya lives in Oslo.");
            assertThat(extraction.extractor())
                    .startsWith(LightFactExtractor.VERSION)
                    .endsWith("facts-1: " + failure.getValue())
                    .doesNotContain(KEY);
            assertThat(server.requests()).hasSize(failure.getKey() == 401 ? 1 : 2);
        }
        assertThat(output.getAll()).contains("is read by the local extractor").doesNotContain(KEY);
        assertThat(model(provider).toString()).doesNotContain(KEY);
        assertThat(spending.spent.tokens()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void nonsenseIsAskedForAgainAndThenReplaced(Provider provider) {
        server.replies(Reply.facts("Sure! Here are the facts: {\"facts\": [ {\"sentence\""));
        Extraction extraction = read(extractors(model(provider)), turn("I live in Oslo."));
        assertThat(server.requests()).hasSize(2);
        assertThat(extraction.facts()).extracting(ExtractedFact::text).containsExactly("Maya lives in Oslo.");
        assertThat(extraction.extractor()).endsWith("gave an answer that can't be used");
        assertThat(extraction.usage().inputTokens()).as("nonsense costs too").isEqualTo(240);
        assertThat(spending.spent).isEqualTo(extraction.usage());
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void whatIsTooSlowIsNotWaitedFor(Provider provider) {
        server.replies(Reply.facts(OSLO).late(Duration.ofSeconds(40)));
        Instant start = Instant.now();
        Extraction extraction = read(extractors(model(provider)), turn("I live in Oslo."));
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
        assertThat(extraction.facts()).extracting(ExtractedFact::text).containsExactly("Maya lives in Oslo.");
        assertThat(extraction.extractor()).endsWith("too slow");
        assertThat(spending.spent.outputTokens())
                .as("it may be billed, so it counts in full")
                .isEqualTo(500);
    }

    @Test
    void whoeverFailsAgainAndAgainIsLeftAloneForAWhile() {
        server.replies(Reply.error(500));
        Extractors extractors = extractors(model(Provider.OPENAI));
        for (int i = 0; i < 4; i++) {
            read(extractors, turn("I live in Oslo."));
        }
        int asked = server.requests().size();
        assertThat(asked).isEqualTo(5);
        assertThat(read(extractors, turn("I live in Oslo.")).extractor()).endsWith("failed lately");
        assertThat(server.requests()).hasSize(asked);
        assertThat(metrics.counter(
                                "everknown.language.model.turns",
                                "model",
                                "openai:test-model facts-1",
                                "outcome",
                                "circuit_open")
                        .count())
                .isPositive();
    }

    @Test
    void nobodyThereIsLikeAFailure() {
        Model nobody = model(Provider.OPENAI);
        server.close();
        assertThat(read(extractors(nobody), turn("I live in Oslo.")).extractor())
                .endsWith("out of reach");
    }

    @Test
    void overTheBudgetOfTheDayOrTheRequestNobodyIsAsked() {
        spending.allowed = false;
        Extraction daily = read(extractors(model(Provider.OPENAI)), turn("I live in Oslo."));
        assertThat(daily.extractor()).endsWith("the tenant's budget of the day is used up");
        assertThat(daily.facts()).hasSize(1);
        spending.allowed = true;
        ModelUsage spent = new ModelUsage(90_000, 9_000, BigDecimal.ZERO);
        Extraction request =
                extractors(model(Provider.OPENAI)).of(scope, spent).extract(turn("I live in Oslo."), List.of());
        assertThat(request.extractor()).endsWith("the request's budget is used up");
        Extraction tooLong = read(extractors(model(Provider.OPENAI)), turn("I live in Oslo. ".repeat(2_000)));
        assertThat(tooLong.extractor()).endsWith("the turn is too long for it");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void eachTenantHasItsOwnModelOrNone() {
        MemoryScope none = new MemoryScope(Ids.next(), "maya");
        MemoryScope other = new MemoryScope(Ids.next(), "maya");
        Map<String, Model> models = Map.of("default", model(Provider.OPENAI), "large", model(Provider.ANTHROPIC));
        Extractors extractors = extractors(models, none.tenant() + "=none", other.tenant() + "=large");
        server.replies(Reply.facts(OSLO));
        Turn turn = turn("I live in Oslo since May 2021.");
        assertThat(extractors.usesModel(none)).isFalse();
        assertThat(extractors.of(none, ModelUsage.NONE).extract(turn, List.of()).extractor())
                .isEqualTo(LightFactExtractor.VERSION);
        assertThat(extractors
                        .of(other, ModelUsage.NONE)
                        .extract(turn, List.of())
                        .extractor())
                .startsWith("anthropic:");
        assertThat(extractors
                        .of(scope, ModelUsage.NONE)
                        .extract(turn, List.of())
                        .extractor())
                .startsWith("openai:");
    }

    private Extraction read(Extractors extractors, Turn turn) {
        return extractors.of(scope, ModelUsage.NONE).extract(turn, List.of());
    }

    private Extractors extractors(Model model) {
        return extractors(Map.of("default", model));
    }

    private Extractors extractors(Map<String, Model> models, String... tenants) {
        LanguageModelSettings settings = new LanguageModelSettings(
                "default",
                models,
                List.of(tenants),
                false,
                new Budget(100_000, BigDecimal.TEN, 1_000_000, BigDecimal.TEN));
        return new ExtractorFactory(
                        SLOTS,
                        new AnswerCheck(SLOTS, false, WORDS),
                        TOKENS,
                        spending,
                        Instant::now,
                        ObservationRegistry.NOOP,
                        ModelCalls.Registries.own())
                .extractors(settings, LOCAL, metrics);
    }

    private Model model(Provider provider) {
        return new Model(
                provider,
                "test-model",
                server.address() + (provider == Provider.OPENAI || provider == Provider.OPENROUTER ? "/v1" : ""),
                KEY,
                new BigDecimal("1"),
                new BigDecimal("10"),
                8_000,
                500,
                Duration.ofSeconds(3),
                2,
                4,
                0.0,
                LanguageModelSettings.AnswerForm.JSON_SCHEMA);
    }

    private static Turn turn(String content) {
        Instant said = Instant.parse("2026-05-04T10:00:00Z");
        return new Turn(
                UUID.randomUUID(),
                "talk",
                0,
                "user",
                "Maya",
                content,
                said,
                said,
                null,
                null,
                TrustLevel.USER,
                Visibility.PRIVATE,
                true,
                false);
    }
}
