package io.everknown.memory.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.inference.comparison.OnnxStatementComparison;
import io.everknown.inference.embedding.OnnxEmbedder;
import io.everknown.inference.embedding.SentenceModel;
import io.everknown.inference.language.OpenNlpTagger;
import io.everknown.inference.language.YamlThingWords;
import io.everknown.inference.language.YamlWording;
import io.everknown.memory.decision.DuplicateRule.Standing;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.extraction.FrameReader;
import io.everknown.memory.extraction.SyntaxAnalyser;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.time.Validity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Which facts of {@code benchmarks/duplicates} are taken for one; prints the figures. */
class DuplicatePairsTest {

    private static final Instant MONDAY = Instant.parse("2025-03-10T10:00:00Z");

    private static List<Pair> pairs = List.of();

    @BeforeAll
    static void compare() throws Exception {
        try (OnnxStatementComparison comparison = new OnnxStatementComparison(2);
                OnnxEmbedder embedder = new OnnxEmbedder(SentenceModel.ALL_MINILM_L6, 2)) {
            FrameReader frames =
                    new FrameReader(OpenNlpTagger.english(), SyntaxAnalyser.NONE, YamlThingWords.builtIn());
            DuplicateRule rule =
                    new DuplicateRule(comparison, YamlWording.builtIn(), frames, DuplicateRule.Limits.DEFAULTS);
            pairs = read(rule, embedder);
        }
    }

    @Test
    void mergesWhatSaysTheSameAndNothingElse() {
        System.out.println(table());
        for (String part : List.of("chosen", "held-out")) {
            Tally tally = tally(pair -> pair.part.equals(part));
            assertThat(tally.wrong).as("false merges, " + part).isZero();
            assertThat(tally.recall()).as("recall, " + part).isGreaterThan(0.3);
        }
    }

    private static String table() {
        StringBuilder table = new StringBuilder();
        table.append(row("all", tally(pair -> true)));
        table.append(row("chosen", tally(pair -> pair.part.equals("chosen"))));
        table.append(row("held-out", tally(pair -> pair.part.equals("held-out"))));
        pairs.stream()
                .map(Pair::kind)
                .distinct()
                .forEach(kind -> table.append(row(kind, tally(p -> p.kind.equals(kind)))));
        return table.toString();
    }

    private static String row(String name, Tally tally) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d | %.3f | %.3f |%n",
                name,
                tally.right + tally.missed,
                tally.right,
                tally.others,
                tally.wrong,
                tally.precision(),
                tally.recall());
    }

    private static Tally tally(Predicate<Pair> which) {
        int right = 0;
        int missed = 0;
        int wrong = 0;
        int others = 0;
        for (Pair pair : pairs.stream().filter(which).toList()) {
            right += pair.same && pair.merged ? 1 : 0;
            missed += pair.same && !pair.merged ? 1 : 0;
            wrong += !pair.same && pair.merged ? 1 : 0;
            others += pair.same ? 0 : 1;
        }
        return new Tally(right, missed, wrong, others);
    }

    private static List<Pair> read(DuplicateRule rule, Embedder embedder) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Pair> all = new ArrayList<>();
        for (String line : Files.readAllLines(benchmark())) {
            JsonNode pair = json.readTree(line);
            List<Standing> facts = List.of(
                    standing(pair.path("one").asString(), 0, embedder),
                    standing(pair.path("other").asString(), 40, embedder));
            all.add(new Pair(
                    pair.path("one").asString() + " | " + pair.path("other").asString(),
                    pair.path("part").asString(),
                    pair.path("kind").asString(),
                    pair.path("same").asBoolean(),
                    !rule.among(facts).isEmpty()));
        }
        return all;
    }

    private static Standing standing(String text, int day, Embedder embedder) {
        Instant then = MONDAY.plus(Duration.ofDays(day));
        Fact fact = new Fact(
                Ids.next(),
                MemoryType.FACT,
                text,
                "Dana",
                null,
                null,
                List.of(),
                List.of(),
                Validity.since(then),
                then,
                null,
                null,
                List.of(),
                Visibility.PRIVATE,
                TrustLevel.USER,
                0.7,
                0.5,
                1,
                then,
                null,
                null,
                List.of(new Source(Ids.next(), text, "c" + day, null, "Dana", then)));
        return new Standing(fact, embedder.embed(List.of(text)).getFirst(), false);
    }

    private static Path benchmark() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("benchmarks"))) {
            folder = folder.getParent();
        }
        return folder.resolve("benchmarks/duplicates/pairs.jsonl");
    }

    private record Pair(String text, String part, String kind, boolean same, boolean merged) {}

    private record Tally(int right, int missed, int wrong, int others) {

        double precision() {
            return right + wrong == 0 ? 1 : right / (double) (right + wrong);
        }

        double recall() {
            return right + missed == 0 ? 1 : right / (double) (right + missed);
        }
    }
}
