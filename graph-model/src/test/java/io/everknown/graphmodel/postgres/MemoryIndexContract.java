package io.everknown.graphmodel.postgres;

import static io.everknown.graphmodel.postgres.TestFacts.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.ArchiveReason;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.embedding.TokenStates;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.Hit;
import io.everknown.memory.recall.MemoryIndex;
import io.everknown.memory.recall.MemoryView;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.SearchFilter;
import io.everknown.memory.time.TimeFrame;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every {@link MemoryIndex} owes: exactly what a plain computation over the same memories returns. */
abstract class MemoryIndexContract {

    private static final List<String> VOCABULARY =
            List.of("tea", "rome", "dog", "train", "piano", "snow", "garden", "ada", "north", "violet");
    private static final SearchFilter ALL = new SearchFilter(
            EnumSet.allOf(MemoryType.class), TimeFrame.everything(TestRecord.CLOCK.instant()), null, null);
    private static final SearchFilter FACTS =
            new SearchFilter(Set.of(MemoryType.FACT), TimeFrame.everything(day(100)), null, null);

    static TestRecord record;

    /** The index under test, over {@link #record}. */
    abstract MemoryIndex index();

    @BeforeAll
    static void connect() {
        record = TestRecord.shared(4);
    }

    @AfterAll
    static void close() {
        record.close();
    }

    @Test
    void aFilterLetsThroughWhatItsTimeFrameShows() {
        Random random = new Random(5);
        MemoryScope scope = TestRecord.someone();
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            facts.add(TestFacts.random(random, "tea number " + i));
        }
        record.write(scope, facts);
        for (int round = 0; round < 60; round++) {
            TimeFrame frame =
                    new TimeFrame(random.nextBoolean(), maybe(random), maybe(random), day(random.nextInt(40)));
            TrustLevel least = random.nextBoolean() ? null : TrustLevel.values()[random.nextInt(4)];
            SearchFilter filter = new SearchFilter(Set.of(MemoryType.FACT), frame, least, null);
            Set<UUID> expected = facts.stream()
                    .filter(f -> frame.shows(f.validity(), f.recordedAt(), f.retractedAt()))
                    .filter(f -> least == null || f.trust().outranksOrEquals(least))
                    .filter(f -> f.expiresAt() == null || f.expiresAt().isAfter(frame.asked()))
                    .map(Fact::id)
                    .collect(Collectors.toSet());
            assertThat(ids(open(scope, filter).nearest(vector("tea"), 500)))
                    .as("by meaning, %s", filter)
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(ids(open(scope, filter).match("tea", 500)))
                    .as("by words, %s", filter)
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(record.catalogue.list(scope, filter, null, 500))
                    .as("listed, %s", filter)
                    .extracting(memory -> memory.id())
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void matchIsBm25AlsoAfterRemovals() {
        Random random = new Random(6);
        for (int corpus = 0; corpus < 4; corpus++) {
            MemoryScope scope = TestRecord.someone();
            List<Fact> facts = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                facts.add(TestFacts.fact(words(random, 1 + random.nextInt(12))));
            }
            record.write(scope, facts);
            record.write(new MemoryScope(scope.tenant(), "bob"), List.of(TestFacts.fact("tea tea rome dog")));
            for (int step = 0; step < 3; step++) {
                for (int question = 0; question < 6; question++) {
                    String text = words(random, 1 + random.nextInt(4));
                    Map<UUID, Double> expected = bm25(facts, text);
                    List<Hit> hits = open(scope, FACTS).match(text, 100);
                    assertThat(ids(hits)).containsExactlyInAnyOrderElementsOf(expected.keySet());
                    hits.forEach(hit ->
                            assertThat(hit.score()).isCloseTo(expected.getOrDefault(hit.memory(), -1.0), within(1e-9)));
                    assertThat(hits)
                            .isSortedAccordingTo(
                                    Comparator.comparingDouble(Hit::score).reversed());
                    assertThat(open(scope, FACTS).match(text, 3))
                            .as("fewer are the first of more")
                            .isEqualTo(hits.subList(0, Math.min(3, hits.size())));
                }
                List<Fact> gone = List.copyOf(facts.subList(0, 10));
                facts.removeAll(gone);
                record.eraser.serially(scope, io.everknown.memory.identity.Visibility.PRIVATE, erasure -> {
                    gone.forEach(fact -> erasure.eraseFact(fact.id()));
                    gone.forEach(fact -> erasure.eraseFact(fact.id()));
                    return true;
                });
            }
        }
    }

    @Test
    void nearestIsWhatComparingAllFinds() {
        Random random = new Random(7);
        MemoryScope scope = TestRecord.someone();
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            facts.add(TestFacts.fact(words(random, 3) + " " + i));
        }
        record.write(scope, facts);
        for (int round = 0; round < 10; round++) {
            Embedding query = vector(words(random, 2));
            List<Double> expected = facts.stream()
                    .map(fact -> vector(fact.text()).cosine(query))
                    .sorted(Comparator.reverseOrder())
                    .limit(10)
                    .toList();
            List<Hit> hits = open(scope, FACTS).nearest(query, 10);
            assertThat(hits).hasSize(10);
            for (int i = 0; i < 10; i++) {
                assertThat(hits.get(i).score()).isCloseTo(expected.get(i), within(2e-3));
            }
        }
    }

    @Test
    void everyOfAHundredUsersGetsAsManyAsAsked() {
        UUID tenant = Ids.next();
        Random random = new Random(8);
        List<MemoryScope> users = new ArrayList<>();
        Map<MemoryScope, Set<UUID>> own = new LinkedHashMap<>();
        for (int u = 0; u < 100; u++) {
            MemoryScope scope = new MemoryScope(tenant, "user " + u);
            users.add(scope);
            List<Fact> facts = new ArrayList<>();
            for (int i = 0; i < (u == 0 ? 40 : 12); i++) {
                facts.add(TestFacts.fact("tea " + words(random, 3) + " " + i));
            }
            record.write(scope, facts);
            own.put(scope, facts.stream().map(Fact::id).collect(Collectors.toSet()));
        }
        for (MemoryScope scope : users) {
            List<UUID> nearest = ids(open(scope, FACTS).nearest(vector("tea"), 10));
            assertThat(nearest).hasSize(10).isSubsetOf(own.get(scope));
            List<UUID> matching = ids(open(scope, FACTS).match("tea", 10));
            assertThat(matching).hasSize(10).isSubsetOf(own.get(scope));
        }
        assertThat(open(users.getFirst(), FACTS).nearest(vector("tea"), 40))
                .as("more than any other user has")
                .hasSize(40);
    }

    @Test
    void theNeighbourhoodIsWhatWasSaidBesideInTheSameConversation() {
        MemoryScope scope = TestRecord.someone();
        List<Turn> talk = record.take(scope, "talk", "one", "two", "three", "four", "five");
        record.take(scope, "elsewhere", "uno", "dos", "tres", "cuatro");

        assertThat(texts(open(scope, ALL).gather(List.of(talk.get(2).id()), memory -> true, 1, null)))
                .containsExactlyInAnyOrder("Ada: two", "Ada: three", "Ada: four");
        assertThat(texts(open(scope, ALL)
                        .gather(List.of(talk.get(0).id(), talk.get(1).id()), memory -> true, 1, null)))
                .containsExactlyInAnyOrder("Ada: one", "Ada: two", "Ada: three");
    }

    @Test
    void aTurnIsOutdatedOnceNothingItSaysHolds() {
        MemoryScope scope = TestRecord.someone();
        List<Turn> talk = record.take(scope, "talk", "old", "half", "holds", "chat");
        record.write(
                scope,
                List.of(
                        TestFacts.saidIn(talk.get(0), "gone").endedAt(TestFacts.day(5)),
                        TestFacts.saidIn(talk.get(1), "gone too").endedAt(TestFacts.day(5)),
                        TestFacts.saidIn(talk.get(1), "still so"),
                        TestFacts.saidIn(talk.get(2), "so it is")));
        List<UUID> ids = talk.stream().map(Turn::id).toList();

        assertThat(open(scope, turnsIn(TimeFrame.current(TestFacts.day(9)))).outdated(ids))
                .isEqualTo(Set.of(talk.get(0).id()));
        assertThat(open(scope, turnsIn(TimeFrame.current(TestFacts.day(4)))).outdated(ids))
                .isEmpty();
    }

    @Test
    void nobodyElseFindsOrGathersThem() {
        MemoryScope scope = TestRecord.someone();
        Turn turn = record.take(scope, "talk", "I adore xylophones").getFirst();
        for (MemoryScope other : List.of(new MemoryScope(scope.tenant(), "bob"), TestRecord.someone())) {
            MemoryView view = open(other, ALL);
            assertThat(view.nearest(vector("xylophones"), 5)).isEmpty();
            assertThat(view.match("xylophones", 5)).isEmpty();
            assertThat(view.gather(List.of(turn.id()), memory -> true, 2, null)).isEmpty();
            assertThat(view.tokens(List.of(turn.id()))).isEmpty();
        }
        assertThat(ids(open(scope, ALL).match("xylophones", 5))).containsExactly(turn.id());
    }

    @Test
    void whatIsForTheTeamIsFoundByAllOfTheTenantAndCounted() {
        MemoryScope ada = TestRecord.someone();
        MemoryScope bob = new MemoryScope(ada.tenant(), "bob");
        Fact shared = TestFacts.shared("Ada drinks tea");
        Fact own = TestFacts.fact("Bob drinks tea tea");
        record.write(ada, List.of(shared));
        record.write(bob, List.of(own));
        assertThat(ids(open(ada, FACTS).match("tea", 5))).containsExactly(shared.id());
        List<Hit> both = open(bob, FACTS).match("tea", 5);
        Map<UUID, Double> expected = bm25(List.of(shared, own), "tea");
        assertThat(both).hasSize(2);
        both.forEach(hit -> assertThat(hit.score()).isCloseTo(expected.getOrDefault(hit.memory(), -1.0), within(1e-9)));
        assertThat(open(TestRecord.someone(), FACTS).match("tea", 5)).isEmpty();
    }

    @Test
    void gatheredFactsBringTheTurnsTheyWereToldInAndTheirSimilarity() {
        MemoryScope scope = TestRecord.someone();
        List<Turn> talk = record.take(scope, "talk", "one", "I adore xylophones", "three", "four");
        Fact fact = TestFacts.saidIn(talk.get(1), "Ada adores xylophones");
        record.write(scope, List.of(fact));
        List<RecalledMemory> found =
                open(scope, ALL).gather(List.of(fact.id()), memory -> true, 1, vector(fact.text()));
        assertThat(found)
                .extracting(RecalledMemory::id)
                .containsExactlyInAnyOrder(
                        fact.id(),
                        talk.get(0).id(),
                        talk.get(1).id(),
                        talk.get(2).id());
        assertThat(found)
                .filteredOn(memory -> memory.id().equals(fact.id()))
                .singleElement()
                .satisfies(memory -> assertThat(memory.similarity()).isCloseTo(1, within(2e-3)));
        assertThat(open(scope, ALL).gather(List.of(fact.id()), memory -> false, 1, null))
                .as("a fact that is not shown brings nothing")
                .isEmpty();
    }

    @Test
    void tokensAreThoseOfTurnsAndOfWhatNoTurnTells() {
        MemoryScope scope = TestRecord.someone();
        List<Turn> talk = record.take(scope, "talk", "I adore xylophones", "Hm");
        Fact told = TestFacts.saidIn(talk.get(0), "Ada adores xylophones");
        Fact noted = TestFacts.fact("Ada plays drums");
        record.write(scope, List.of(told, noted));
        List<UUID> all = List.of(talk.get(0).id(), talk.get(1).id(), told.id(), noted.id(), Ids.next());
        Map<UUID, TokenStates> tokens = open(scope, ALL).tokens(all);

        assertThat(tokens.keySet())
                .containsExactlyInAnyOrder(talk.get(0).id(), talk.get(1).id(), noted.id());
        TokenStates drums = vector("drums").tokens();
        assertThat(drums.nearestIn(tokens.getOrDefault(noted.id(), TokenStates.NONE))[0])
                .isCloseTo(1, within(1e-3f));
        assertThat(open(scope, ALL).tokens(List.of())).isEmpty();
    }

    private MemoryView open(MemoryScope scope, SearchFilter filter) {
        return index().open(scope, filter);
    }

    private static SearchFilter turnsIn(TimeFrame frame) {
        return new SearchFilter(Set.of(MemoryType.TURN), frame, null, null);
    }

    private static List<String> texts(List<RecalledMemory> memories) {
        return memories.stream().map(RecalledMemory::text).toList();
    }

    @Test
    void itGivesPinnedFactsAndThoseOfFamiliesThatPassTheFilter() {
        Random random = new Random(8);
        MemoryScope scope = TestRecord.someone();
        MemoryScope bob = new MemoryScope(scope.tenant(), "bob");
        List<Fact> facts = new ArrayList<>();
        Set<UUID> pinned = new HashSet<>();
        Set<UUID> archived = new HashSet<>();
        List<String> slots = List.of("likes/tea", "likes", "likes_not/tea", "lives_in", "name/likes");
        for (int i = 0; i < 120; i++) {
            Fact plain = TestFacts.random(random, "tea number " + i);
            Fact fact = i % 6 == 5
                    ? plain
                    : TestFacts.fact(
                            plain.text(),
                            slots.get(i % 6),
                            "v" + i,
                            plain.validity(),
                            plain.recordedAt(),
                            plain.retractedAt(),
                            plain.trust(),
                            plain.expiresAt(),
                            List.of());
            facts.add(fact);
            (random.nextInt(4) == 0 ? pinned : random.nextInt(4) == 0 ? archived : new HashSet<UUID>()).add(fact.id());
        }
        record.write(scope, facts);
        record.write(bob, List.of(TestFacts.lives("Rome", Validity.since(TestFacts.START))));
        record.write(TestRecord.someone(), List.of(TestFacts.lives("Oslo", Validity.since(TestFacts.START))));
        record.ledger.serially(scope, Visibility.PRIVATE, held -> {
            pinned.forEach(id -> held.pin(id, true));
            return held.archive(archived, day(1), ArchiveReason.PRUNED);
        });
        for (int round = 0; round < 20; round++) {
            SearchFilter filter = SearchFilter.current(day(random.nextInt(40)));
            assertThat(open(scope, filter).slotted(Set.of("likes", "lives_in")))
                    .extracting(RecalledMemory::id)
                    .containsExactlyInAnyOrderElementsOf(facts.stream()
                            .filter(f -> !archived.contains(f.id()))
                            .filter(f -> filter.frame().shows(f.validity(), f.recordedAt(), f.retractedAt()))
                            .filter(f -> f.expiresAt() == null
                                    || f.expiresAt().isAfter(filter.frame().asked()))
                            .filter(f -> pinned.contains(f.id())
                                    || (f.slot() != null && f.slot().matches("likes(/.*)?|lives_in")))
                            .map(Fact::id)
                            .toList());
        }
        assertThat(open(scope, SearchFilter.current(day(20))).slotted(Set.of("lives_in")))
                .filteredOn(memory -> pinned.contains(memory.id()))
                .isNotEmpty()
                .allMatch(memory -> memory.upkeep().pinned());
    }

    private static Map<UUID, Double> bm25(List<Fact> facts, String question) {
        double average = facts.stream()
                .mapToInt(fact -> TestRecord.WORDS.terms(fact.text()).size())
                .average()
                .orElse(1);
        Map<UUID, Double> scores = new LinkedHashMap<>();
        for (String term : new HashSet<>(TestRecord.WORDS.terms(question))) {
            long containing = facts.stream()
                    .filter(fact -> TestRecord.WORDS.terms(fact.text()).contains(term))
                    .count();
            double idf = Math.log(1 + (facts.size() - containing + 0.5) / (containing + 0.5));
            for (Fact fact : facts) {
                List<String> terms = TestRecord.WORDS.terms(fact.text());
                long frequency = terms.stream().filter(term::equals).count();
                if (frequency > 0) {
                    double norm = 1.2 * (1 - 0.75 + 0.75 * terms.size() / average);
                    scores.merge(fact.id(), idf * frequency * 2.2 / (frequency + norm), Double::sum);
                }
            }
        }
        return scores;
    }

    private static @Nullable Instant maybe(Random random) {
        return random.nextBoolean() ? null : day(random.nextInt(40));
    }

    private static String words(Random random, int count) {
        return random.ints(count, 0, VOCABULARY.size())
                .mapToObj(VOCABULARY::get)
                .collect(Collectors.joining(" "));
    }

    private static Embedding vector(String text) {
        return record.embedder.embedQuery(text);
    }

    private static List<UUID> ids(List<Hit> hits) {
        return hits.stream().map(Hit::memory).toList();
    }
}
