package io.everknown.api.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.everknown.api.benchmark.Manifest.Budget;
import io.everknown.api.benchmark.Manifest.ConversationSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.ObjectMapper;

class ManifestReaderTest {

    private static final String ONE = "conversations: [{name: a, file: a.json}]\n";

    @TempDir
    private Path folder;

    @BeforeEach
    void conversations() throws IOException {
        Files.writeString(folder.resolve("a.json"), "[]");
    }

    @Test
    void aManifestNamesSetsVariantsAndBudgets() throws IOException {
        Manifest read = read("""
                name: Mine
                conversations:
                  - {name: a, file: a.json, limit: 2}
                  - {name: b, variable: THEIRS}
                variants: [graph_off]
                budgets:
                  - {figure: r@10, least: 0.5}
                  - {figure: in_1000, conversations: b, variant: graph_off, category: one turn, most: 1}
                  - {figure: recall_p95_ms, most: 100}
                """);

        Path file = folder.resolve("a.json");
        assertThat(read.name()).isEqualTo("Mine");
        assertThat(read.sets())
                .containsExactly(
                        new ConversationSet("a", List.of(file), 2),
                        new ConversationSet("b", List.of(file), Integer.MAX_VALUE));
        assertThat(read.variants()).containsExactly(Variant.ALL, Variant.GRAPH_OFF);
        assertThat(read.budgets())
                .containsExactly(
                        new Budget("r@10", "all", Variant.ALL, null, 0.5, null),
                        new Budget("in_1000", "b", Variant.GRAPH_OFF, Category.ONE_TURN, null, 1.0),
                        new Budget("recall_p95_ms", "all", Variant.ALL, null, null, 100.0));
    }

    @Test
    void jsonIsReadToo() throws IOException {
        Manifest read = read("{\"conversations\": [{\"name\": \"a\", \"file\": \"a.json\"}]}");
        assertThat(read.variants()).containsExactly(Variant.values());
        assertThat(read.budgets()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                                                           | is neither YAML nor JSON
            - a                                                         | is no map of settings
            name: x                                                     | names no 'conversations'
            conversations: a.json                                       | 'conversations' that is no list
            conversations: [{name: a}]                                  | needs 'file', 'files' or 'variable'
            conversations: [{file: b.json}]                             | b.json, which is missing
            conversations: [{variable: UNSET}]                          | variable UNSET, which is not set
            conversations: [{file: a.json, limit: 0}]                   | no whole number of at least 1
            conversations: [{file: a.json, limit: x}]                   | 'limit' that is no number
            conversations: [{flie: a.json}]                             | knows no setting 'flie'; there are name, file,
            conversations: [{file: a.json}, {file: a.json}]             | two sets of conversations called 'a.json'
            conversations: [{file: a.json, name: all}]                  | two sets of conversations called 'all'
            """)
    void whatIsWrongWithTheConversationsIsToldInASentence(String yaml, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(yaml))
                .withMessageContaining(sentence)
                .withMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            budget: []                                                  | knows no setting 'budget'
            variants: [no_luck]                                         | knows no variant 'no_luck'; there are all,
            budgets: [{figure: r@9, least: 1}]                          | knows no figure 'r@9'; there are r@1,
            budgets: [{figure: r@1}]                                    | needs 'least' or 'most'
            budgets: [{figure: r@1, least: high}]                       | 'least' that is no number
            budgets: [{figure: r@1, least: 1, conversations: b}]        | knows no set of conversations 'b'
            budgets: [{figure: r@1, least: 1, category: hard}]          | knows no category 'hard'
            budgets: [{figure: recall_p50_ms, most: 1, variant: all}]   | is for the whole run
            """)
    void whatIsWrongWithTheRestIsToldInASentence(String yaml, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(ONE + yaml))
                .withMessageContaining(sentence)
                .withMessageNotContaining("\n");
    }

    @Test
    void aBudgetForAVariantThatIsNotMeasuredIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        read(ONE + "variants: [fusion]\nbudgets: [{figure: r@1, least: 1, variant: graph_off}]\n"))
                .withMessageContaining("budgets 1 is for a variant that is not measured");
    }

    @Test
    void aMissingManifestIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ManifestReader.read(folder.resolve("none.yaml"), Map.<String, String>of()::get))
                .withMessageContaining("none.yaml is missing");
    }

    @Test
    void conversationsOfAnotherShapeAreNamed() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Manifest manifest = read(ONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelledSet.read(mapper, manifest))
                .withMessageContaining("a.json has no conversations");

        Files.writeString(folder.resolve("a.json"), """
                [{"sample_id": "s", "messages": ["Hello"]}]""");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelledSet.read(mapper, manifest))
                .withMessageContaining("is not in the shape of LoCoMo: its conversation 's' has no turns");
    }

    @Test
    void questionsWithoutAnAnswerAreLeftOutAndTheLimitHolds() throws IOException {
        String one = """
                {"sample_id": "s", "conversation": {"session_1": [{"speaker": "A", "dia_id": "D1:1", "text": "Hi"}]},
                 "qa": [{"question": "Who?", "evidence": ["D1:1"], "category": 4},
                        {"question": "Why?", "evidence": ["D1:1"], "category": 5}]}""";
        Files.writeString(folder.resolve("a.json"), "[" + one + "," + one + "]");
        Manifest manifest = read("conversations: [{file: a.json, limit: 1}]");

        assertThat(LabelledSet.read(new ObjectMapper(), manifest))
                .singleElement()
                .satisfies(set -> assertThat(set.conversations())
                        .singleElement()
                        .satisfies(conversation ->
                                assertThat(conversation.questions()).hasSize(1)));
    }

    @Test
    void theProjectsOwnSuiteIsWhole() {
        Manifest suite = ManifestReader.read(Path.of("../benchmarks/suite.yaml"), Map.<String, String>of()::get);
        assertThat(LabelledSet.read(new ObjectMapper(), suite)).hasSize(6);
        assertThat(suite.variants()).containsExactly(Variant.values());
        assertThat(suite.budgets()).isNotEmpty();
    }

    private Manifest read(String text) throws IOException {
        Path manifest = Files.writeString(folder.resolve("suite.yaml"), text);
        return ManifestReader.read(
                manifest, Map.of("THEIRS", folder.resolve("a.json").toString())::get);
    }
}
