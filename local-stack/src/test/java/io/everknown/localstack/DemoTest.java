package io.everknown.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DemoTest {

    private final DemoScript script = DemoScript.load();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final DemoPrinter printer = new DemoPrinter(new PrintStream(shown, true, StandardCharsets.UTF_8), false);
    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void scriptIsALongConversationInOrder() {
        List<DemoScript.Turn> turns = script.sessions().stream()
                .flatMap(session -> session.turns().stream())
                .toList();
        assertThat(script.sessions()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(turns).hasSizeGreaterThanOrEqualTo(40);
        assertThat(turns.stream().map(DemoScript.Turn::occurredAt)).isSorted();
        assertThat(turns).allSatisfy(turn -> assertThat(turn.content()).isNotBlank());
        assertThat(script.questions()).hasSizeGreaterThanOrEqualTo(8);
        assertThat(script.questions().stream().map(DemoScript.Question::asOf).filter(moment -> !moment.isEmpty()))
                .isNotEmpty()
                .allSatisfy(moment -> assertThat(Instant.parse(moment))
                        .isBefore(turns.getLast().occurredAt()));
    }

    @Test
    void decisionIsShownWithItsReason() {
        printer.turn(script.sessions().getFirst().turns().getFirst(), json.readTree("""
                        {"turns": [{"turn_id": "t", "decisions": [{"operation": "UPDATE", "reason": "a newer value",
                          "fact": {"id": "f", "text": "Maya lives in Porto", "slot": "lives_in", "value": "Porto"}}]}]}"""));
        assertThat(output())
                .contains("Maya: Hi Juno!")
                .contains("UPDATE Maya lives in Porto  [lives_in = Porto]")
                .contains("because a newer value");
    }

    @Test
    void recallIsShownWithWhyAndTimings() {
        printer.recall(new DemoScript.Question("Where does Maya live?", "", ""), json.readTree("""
                        {"items": [{"id": "f", "type": "fact", "text": "Maya lives in Porto", "score": 0.91234,
                          "valid_from": "2026-07-18T08:40:00Z", "valid_to": null,
                          "why": {"vector": 0.8, "lexical": 0.5, "graph": null, "attention": 0.912, "path": "Maya - lives_in"}}],
                         "degraded": ["graph"], "timings_ms": {"embed": 3.21, "total": 9.5}}"""));
        assertThat(output())
                .contains("1. Maya lives in Porto  fact, since 2026-07-18")
                .contains("score 0.912 · vector 0.800 · lexical 0.500 · attention 0.912 · path Maya - lives_in")
                .contains("degraded: [\"graph\"]")
                .contains("ms: embed 3.2 · total 9.5");
    }

    private String output() {
        return shown.toString(StandardCharsets.UTF_8);
    }
}
