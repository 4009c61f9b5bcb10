package io.everknown.api.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiTest;
import io.everknown.memory.attention.Reranker;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.extraction.SyntaxAnalyser;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphStore;
import io.everknown.memory.lexical.LexicalAnalyzer;
import io.everknown.memory.recall.MemoryIndex;
import io.everknown.memory.recall.TokenCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The whole run on one small conversation, on the real stores. */
@ApiTest
class BenchmarkRunTest {

    private static final String CONVERSATION = """
            [{"sample_id": "small", "conversation": {
                "session_1_date_time": "2024-05-01T10:00:00Z",
                "session_1": [
                  {"speaker": "Ada", "dia_id": "D1:1", "text": "My sister Clara keeps bees behind her house."},
                  {"speaker": "Bob", "dia_id": "D1:2", "text": "I took the night train to Vienna."},
                  {"speaker": "Ada", "dia_id": "D1:3", "text": "How long did the ride take?"},
                  {"speaker": "Bob", "dia_id": "D1:4", "text": "Eleven hours, and I slept through most of them."}],
                "session_2_date_time": "2024-06-01T10:00:00Z",
                "session_2": [
                  {"speaker": "Bob", "dia_id": "D2:1", "text": "The plumber mended the sink at last."},
                  {"speaker": "Ada", "dia_id": "D2:2", "text": "Clara sold forty jars of honey on the market."}]},
              "qa": [{"question": "What does Clara keep behind her house?", "evidence": ["D1:1"], "category": 4},
                     {"question": "Who mended the sink?", "evidence": ["D2:1"], "category": 4},
                     {"question": "What is told of Clara?", "evidence": ["D1:1", "D2:2"], "category": 1},
                     {"question": "What does Clara sing?", "evidence": ["D2:2"], "category": 5}]}]
            """;

    @TempDir
    private Path folder;

    @Autowired
    private ConfigurableApplicationContext service;

    @Test
    void aSmallConversationIsMeasuredInEveryVariantAndKeepsItsBudgets() throws Exception {
        int code = run("{figure: r@30, least: 1}, {figure: r@5, category: one turn, least: 1}", true);

        assertThat(code).isZero();
        JsonNode board = new ObjectMapper().readTree(Files.readString(folder.resolve("out/leaderboard.json")));
        List<JsonNode> whole = board.path("rows")
                .valueStream()
                .filter(row -> row.path("conversations").asString().equals("all")
                        && row.path("category").asString().equals("all"))
                .toList();
        assertThat(whole).hasSize(Variant.values().length).allSatisfy(row -> {
            assertThat(row.path("questions").asInt()).isEqualTo(3);
            assertThat(row.path("in_2000").asDouble()).isBetween(0.0, 1.0);
            assertThat(row.path("saved_500").asDouble()).isLessThan(1);
        });
        JsonNode all = whole.getFirst();
        assertThat(all.path("variant").asString()).isEqualTo("all");
        assertThat(all.path("mrr").asDouble()).isEqualTo(1);
        // Of "What is told of Clara?" two turns answer, and only one can be first.
        assertThat(all.path("r@1").asDouble()).isEqualTo(0.8333);
        assertThat(board.path("latency").path("recalls").asInt()).isEqualTo(3);
        assertThat(board.path("latency").path("recall_p95_ms").asDouble()).isPositive();
        assertThat(board.path("latency").path("stage_medians_ms").path("rerank").asDouble())
                .isPositive();
        assertThat(Files.readString(folder.resolve("out/leaderboard.md"))).contains("1 conversations, 6 turns");
        assertThat(folder.resolve("out/leaderboard.svg")).isNotEmptyFile();
    }

    @Test
    void aBrokenBudgetFailsOnlyWhereItIsChecked() throws Exception {
        String impossible = "{figure: recall_p95_ms, most: 0.001}";
        assertThat(run(impossible, true)).isEqualTo(BenchmarkRun.OVER_BUDGET);
        assertThat(run(impossible, false)).isZero();
    }

    @Test
    void aManifestThatMakesNoSenseEndsTheRunBeforeItBegins() throws Exception {
        assertThat(run("{figure: fame, least: 1}", false)).isEqualTo(BenchmarkRun.BAD_MANIFEST);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private int run(String budgets, boolean check) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("small.json"), CONVERSATION);
        Path manifest = Files.writeString(
                folder.resolve("suite.yaml"),
                "conversations: [{name: small, file: small.json}]\nbudgets: [" + budgets + "]\n");
        return new BenchmarkRun(
                        new BenchmarkSettings(manifest, folder.resolve("out"), check),
                        service,
                        SyntaxAnalyser.NONE,
                        service.getBean(GraphRelay.class),
                        service.getBean(InstantSource.class),
                        service.getBean(Embedder.class),
                        service.getBean(LexicalAnalyzer.class),
                        service.getBean(MemoryIndex.class),
                        service.getBean(GraphStore.class),
                        service.getBean(Reranker.class),
                        service.getBean(TokenCounter.class),
                        service.getBean(ObjectMapper.class))
                .run();
    }
}
