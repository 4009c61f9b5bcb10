package io.everknown.inference.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.inference.embedding.OnnxEmbedder;
import io.everknown.inference.embedding.SentenceModel;
import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.ArchiveReason;
import io.everknown.memory.decision.Decider;
import io.everknown.memory.decision.Decision;
import io.everknown.memory.decision.DecisionSession;
import io.everknown.memory.decision.DecisionThresholds;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Neighbour;
import io.everknown.memory.decision.Salience;
import io.everknown.memory.decision.Statement;
import io.everknown.memory.decision.SubjectLedger;
import io.everknown.memory.entity.EntityLedger;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.Extraction;
import io.everknown.memory.extraction.FactExtractor;
import io.everknown.memory.extraction.LightFactExtractor;
import io.everknown.memory.extraction.SyntaxAnalyser;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a newer instruction does to an older one, on {@code benchmarks/instruction-pairs}; prints the figures. */
class InstructionPairsTest {

    private static final Instant OLDER = Instant.parse("2026-03-01T09:00:00Z");
    private static final FactExtractor EXTRACTOR = new LightFactExtractor(
            OpenNlpTagger.english(),
            YamlSlotCatalogue.builtIn(),
            YamlInstructionLexicon.builtIn(),
            SyntaxAnalyser.NONE,
            StopWordDetector.builtIn());
    private static final OnnxEmbedder EMBEDDER = new OnnxEmbedder(SentenceModel.ALL_MINILM_L6, 1);

    @AfterAll
    static void close() {
        EMBEDDER.close();
    }

    @ParameterizedTest
    @CsvSource({"development.jsonl, 0.85, 0.04", "holdout.jsonl, 0.70, 0.06"})
    void newerInstructionsDoWhatTheySay(String file, double right, double wrong) throws IOException {
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        List<String> misses = new ArrayList<>();
        int all = 0;
        int correct = 0;
        int different = 0;
        int destroyed = 0;
        for (String line : Files.readAllLines(benchmarks().resolve(file))) {
            if (line.isBlank()) {
                continue;
            }
            String label = field(line, "label");
            Memory memory = new Memory();
            List<Decision> first = memory.hear(field(line, "older"), OLDER);
            List<Decision> second = memory.hear(field(line, "newer"), OLDER.plus(Duration.ofDays(7)));
            String outcome = outcome(first, second, memory);
            all++;
            correct += outcome.equals(label) ? 1 : 0;
            different += label.equals("different") ? 1 : 0;
            destroyed += label.equals("different")
                            && Set.of("replaces", "takes_back", "same").contains(outcome)
                    ? 1
                    : 0;
            counts.computeIfAbsent(label, key -> new TreeMap<>()).merge(outcome, 1, Integer::sum);
            if (!outcome.equals(label)) {
                misses.add(label + " → " + outcome + ": " + field(line, "older") + " | " + field(line, "newer")
                        + "\n        " + memory.slots());
            }
        }
        System.out.printf(
                "%s: %d of %d right (%.3f); of %d different %d not kept apart%n",
                file, correct, all, (double) correct / all, different, destroyed);
        counts.forEach((label, outcomes) -> System.out.println("  " + label + " " + outcomes));
        if (file.startsWith("dev") || Boolean.getBoolean("everknown.misses")) {
            misses.forEach(miss -> System.out.println("    " + miss));
        }
        assertThat((double) correct / all).isGreaterThanOrEqualTo(right);
        assertThat((double) destroyed / different).isLessThanOrEqualTo(wrong);
    }

    /** The label that what was decided amounts to. */
    private static String outcome(List<Decision> first, List<Decision> second, Memory memory) {
        Set<UUID> older = first.stream()
                .filter(Decision.Add.class::isInstance)
                .map(d -> ((Decision.Add) d).fact().id())
                .collect(java.util.stream.Collectors.toSet());
        if (older.isEmpty()) {
            return "unread";
        }
        for (Decision decision : second) {
            if (decision instanceof Decision.Update update
                    && older.contains(update.superseded().id())) {
                return "replaces";
            }
            if (decision instanceof Decision.Delete delete
                    && older.contains(delete.closed().id())) {
                return "takes_back";
            }
        }
        boolean added = second.stream().anyMatch(Decision.Add.class::isInstance);
        boolean confirmed = second.stream().anyMatch(d -> d instanceof Decision.Noop noop && noop.known() != null);
        return confirmed && !added ? "same" : added ? "different" : "nothing";
    }

    private static String field(String json, String name) {
        Matcher matcher =
                Pattern.compile("\"" + name + "\": \"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + name + " in " + json);
        }
        return matcher.group(1).replace("\\\"", "\"").replace("\\\\", "\\");
    }

    private static Path benchmarks() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("benchmarks"))) {
            folder = folder.getParent();
        }
        return folder.resolve("benchmarks/instruction-pairs");
    }

    /** Keeps facts in mind and finds neighbours by comparing with all of them. */
    static final class Memory implements SubjectLedger {

        private final Map<UUID, WrittenFact> facts = new LinkedHashMap<>();
        private final List<String> slots = new ArrayList<>();

        List<Decision> hear(String said, Instant at) {
            Turn turn = new Turn(
                    UUID.randomUUID(),
                    "c",
                    0,
                    "user",
                    null,
                    said,
                    at,
                    at,
                    null,
                    null,
                    TrustLevel.USER,
                    Visibility.PRIVATE,
                    true,
                    false);
            Extraction extraction = EXTRACTOR.extract(turn, List.of());
            DecisionSession session = new DecisionSession(this, new Decider(DecisionThresholds.DEFAULTS), at);
            for (ExtractedFact fact : extraction.facts()) {
                slots.add(fact.slot() + "=" + fact.value() + " " + fact.intent());
                session.propose(
                        null,
                        new Statement(
                                fact, MemoryType.FACT, null, null, Visibility.PRIVATE, TrustLevel.USER, at, 0.5, null),
                        EMBEDDER.embed(List.of(fact.text())).getFirst());
            }
            return session.finish().stream().map(LoggedDecision::decision).toList();
        }

        List<String> slots() {
            return slots;
        }

        List<Fact> open() {
            return facts.values().stream()
                    .map(WrittenFact::fact)
                    .filter(Fact::open)
                    .toList();
        }

        @Override
        public Set<UUID> processed(Collection<UUID> turns) {
            return Set.of();
        }

        @Override
        public Optional<Fact> fact(UUID id) {
            return Optional.ofNullable(facts.get(id)).map(WrittenFact::fact);
        }

        @Override
        public Map<SlotKey, List<Fact>> histories(Collection<SlotKey> keys) {
            Map<SlotKey, List<Fact>> histories = new LinkedHashMap<>();
            for (SlotKey key : keys) {
                List<Fact> versions = facts.values().stream()
                        .map(WrittenFact::fact)
                        .filter(f -> key.slot().equals(f.slot())
                                && key.subject().equals(io.everknown.memory.extraction.EntityMention.key(f.subject())))
                        .toList();
                histories.put(key, versions);
            }
            return histories;
        }

        @Override
        public List<Fact> family(String subject, String prefix) {
            return facts.values().stream()
                    .map(WrittenFact::fact)
                    .filter(f -> f.slot() != null && f.slot().startsWith(prefix))
                    .toList();
        }

        @Override
        public List<List<Neighbour>> neighbours(List<Probe> probes, double minSimilarity, int limit) {
            return probes.stream()
                    .map(probe -> facts.values().stream()
                            .filter(w -> w.fact().open() && w.embedding() != null)
                            .map(w -> new Neighbour(
                                    w.fact(),
                                    probe.embedding().cosine(java.util.Objects.requireNonNull(w.embedding()))))
                            .filter(n -> n.similarity() >= minSimilarity)
                            .sorted(java.util.Comparator.comparingDouble(Neighbour::similarity)
                                    .reversed())
                            .limit(limit)
                            .toList())
                    .toList();
        }

        @Override
        public EntityLedger entities() {
            throw new UnsupportedOperationException("nobody asks for names here");
        }

        @Override
        public List<Salience.Kept> keptBeyond(int most) {
            return List.of();
        }

        @Override
        public List<Fact> archive(Collection<UUID> ids, Instant since, ArchiveReason reason) {
            return List.of();
        }

        @Override
        public List<Fact> restore(Collection<UUID> ids) {
            return List.of();
        }

        @Override
        public void pin(UUID fact, boolean pinned) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void pinAs(UUID fact, UUID other) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Resting> restingOn(Collection<UUID> origins) {
            return List.of();
        }

        @Override
        public void rest(UUID derived, Collection<UUID> origins) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void follow(List<Fact> withdrawn, Collection<UUID> stale, Instant since, List<LoggedDecision> log) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void release(Collection<UUID> origins) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void record(Derived derived) {
            derived.facts()
                    .forEach(written -> facts.merge(
                            written.fact().id(),
                            written,
                            (old, now) ->
                                    now.embedding() == null ? new WrittenFact(now.fact(), old.embedding()) : now));
        }
    }
}
