package io.everknown.api.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.benchmark.Leaderboard.Latency;
import io.everknown.api.benchmark.Leaderboard.SetSize;
import io.everknown.api.benchmark.Manifest.Budget;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class ReportsTest {

    @TempDir
    private Path folder;

    /** Two questions, of which everything finds both and what goes without the graph finds the first. */
    private static Leaderboard board() {
        Tally tally = new Tally();
        tally.count("a", Variant.ALL, Category.TIME, figures(1));
        tally.count("b", Variant.ALL, Category.ONE_TURN, figures(1));
        tally.count("a", Variant.GRAPH_OFF, Category.TIME, figures(1));
        tally.count("b", Variant.GRAPH_OFF, Category.ONE_TURN, figures(0));
        return new Leaderboard(
                "Bread & butter",
                "acan-x",
                2,
                List.of(new SetSize("a", 1, 10, 1, 100), new SetSize("b", 1, 20, 1, 200)),
                tally.rows(),
                new Latency(2, 30, 12, 40, Map.of("embed", 5.0), 0));
    }

    private static Map<Figure, Double> figures(double all) {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.values()) {
            figures.put(figure, all);
        }
        return figures;
    }

    @Test
    void meansAreOverQuestionsOfTheSetTheKindAndAll() {
        Leaderboard board = board();
        assertThat(r10(board, "all", Variant.GRAPH_OFF, null)).isEqualTo(0.5);
        assertThat(r10(board, "a", Variant.GRAPH_OFF, null)).isEqualTo(1);
        assertThat(r10(board, "all", Variant.GRAPH_OFF, Category.ONE_TURN)).isZero();
        assertThat(board.row("a", Variant.ALL, Category.ONE_TURN)).isEmpty();
        assertThat(board.categories()).containsExactly(Category.TIME, Category.ONE_TURN);
        assertThat(board.ranked()).extracting(Leaderboard.Row::variant).containsExactly(Variant.ALL, Variant.GRAPH_OFF);
    }

    private static double r10(Leaderboard board, String set, Variant variant, Category category) {
        return board.row(set, variant, category).orElseThrow().figure(Figure.R10);
    }

    @Test
    void theTablesTellWhatEachPartGives() {
        assertThat(new Tables(board()).ablations().markdown()).isEqualTo("""
                ## What each part gives, by kind of question

                | R@10 of recall | all | time | one turn |
                | --- | ---: | ---: | ---: |
                | everything | 1.000 | 1.000 | 1.000 |
                | without the graph | 0.500 (-0.500) | 1.000 (+0.000) | 0.000 (-1.000) |
                """);
        assertThat(new Tables(board()).ablations().lines())
                .containsExactly(
                        "What each part gives, by kind of question",
                        "  R@10 of recall                all            time        one turn",
                        "  everything                  1.000           1.000           1.000",
                        "  without the graph  0.500 (-0.500)  1.000 (+0.000)  0.000 (-1.000)");
    }

    @Test
    void allThreeReportsAreWrittenAndWellFormed() throws Exception {
        new Reports(board()).write(folder.resolve("new/folder"), new ObjectMapper());

        JsonNode json = new ObjectMapper().readTree(Files.readString(folder.resolve("new/folder/leaderboard.json")));
        assertThat(json.path("rows")).hasSize(14);
        assertThat(json.path("rows").path(0).path("ndcg@10").asDouble()).isEqualTo(1);
        assertThat(json.path("latency").path("recall_p95_ms").asDouble()).isEqualTo(40);
        assertThat(Files.readString(folder.resolve("new/folder/leaderboard.md")))
                .contains("# Bread & butter", "2 conversations, 30 turns, 2 questions; ranked by acan-x; 2 processors.")
                .contains("| 2 recalls | 12.0 | 40.0 | 30.0 | 0 | 5.0 |");

        Document svg = xml(Files.readString(folder.resolve("new/folder/leaderboard.svg")));
        assertThat(svg.getDocumentElement().getAttribute("width")).isNotBlank();
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).startsWith("Bread & butter");
        // Two variants in three columns, and the ground.
        assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(7);
    }

    private static Document xml(String text) throws ParserConfigurationException, IOException, SAXException {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)));
    }

    @Test
    void brokenBudgetsAreNamedAndKeptOnesAreNot() {
        assertThat(BudgetCheck.broken(
                        board(),
                        List.of(
                                new Budget("r@10", "all", Variant.ALL, null, 1.0, null),
                                new Budget("recall_p95_ms", "all", Variant.ALL, null, null, 40.0),
                                new Budget("turns_per_second", "all", Variant.ALL, null, 31.0, null),
                                new Budget("mrr", "all", Variant.GRAPH_OFF, null, 0.6, 0.9),
                                new Budget("r@1", "b", Variant.ALL, Category.OPEN, 0.1, null))))
                .containsExactly(
                        "broken: turns_per_second is 30.000, wanted at least 31.000",
                        "broken: mrr graph_off is 0.500, wanted at least 0.600 and at most 0.900",
                        "broken: r@1 b open was not measured, wanted at least 0.100");
    }
}
