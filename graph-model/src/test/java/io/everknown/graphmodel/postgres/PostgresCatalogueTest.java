package io.everknown.graphmodel.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.recall.MemoryCatalogue;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.SearchFilter;
import io.everknown.memory.time.TimeFrame;
import io.everknown.memory.time.Validity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresCatalogueTest {

    private static final SearchFilter ALL = new SearchFilter(
            EnumSet.allOf(MemoryType.class), TimeFrame.everything(TestRecord.CLOCK.instant()), null, null);

    private static TestRecord record;

    @BeforeAll
    static void open() {
        record = TestRecord.shared();
    }

    @AfterAll
    static void close() {
        record.close();
    }

    @Test
    void factsAndTurnsAreLoadedByIdWithTheirSimilarity() {
        MemoryScope scope = TestRecord.someone();
        Turn turn = record.take(scope, "talk", "I adore xylophones").getFirst();
        Fact fact = TestFacts.saidIn(turn, "Ada adores xylophones");
        record.write(scope, List.of(fact));

        List<RecalledMemory> loaded = record.catalogue.load(
                scope, List.of(fact.id(), turn.id(), UUID.randomUUID()), record.embedder.embedQuery(fact.text()));

        assertThat(loaded).extracting(RecalledMemory::id).containsExactlyInAnyOrder(fact.id(), turn.id());
        RecalledMemory asFact = named(loaded, fact.id());
        assertThat(asFact.similarity()).isCloseTo(1, Offset.offset(0.01));
        assertThat(asFact.sources())
                .singleElement()
                .satisfies(source -> assertThat(source.turn()).isEqualTo(turn.id()));
        RecalledMemory asTurn = named(loaded, turn.id());
        assertThat(asTurn.type()).isEqualTo(MemoryType.TURN);
        assertThat(asTurn.position()).isEqualTo(turn.position());
    }

    @Test
    void nobodyElseLoadsThem() {
        MemoryScope scope = TestRecord.someone();
        Turn turn = record.take(scope, "talk", "I adore xylophones").getFirst();
        List<UUID> ids = List.of(turn.id());

        assertThat(record.catalogue.load(new MemoryScope(scope.tenant(), "bob"), ids, null))
                .isEmpty();
        assertThat(record.catalogue.load(TestRecord.someone(), ids, null)).isEmpty();
    }

    @Test
    void pagesCoverEachMemoryOnceNewestFirst() {
        MemoryScope scope = TestRecord.someone();
        record.take(
                scope,
                "talk",
                Stream.iterate(0, i -> i + 1).limit(7).map(i -> "turn " + i).toArray(String[]::new));
        record.write(
                scope,
                Stream.iterate(0, i -> i + 1)
                        .limit(8)
                        .map(i -> TestFacts.fact("fact " + i))
                        .toList());

        List<RecalledMemory> seen = new ArrayList<>();
        MemoryCatalogue.@Nullable Cursor after = null;
        List<RecalledMemory> page;
        do {
            page = record.catalogue.list(scope, ALL, after, 4);
            seen.addAll(page);
            after = page.isEmpty()
                    ? null
                    : new MemoryCatalogue.Cursor(
                            page.getLast().recordedAt(), page.getLast().id());
        } while (page.size() == 4);

        assertThat(seen).hasSize(15).extracting(RecalledMemory::id).doesNotHaveDuplicates();
        assertThat(seen)
                .extracting(RecalledMemory::recordedAt)
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    @Test
    void theHistoryOfASlotIsAllItsVersionsOldestFirst() {
        MemoryScope scope = TestRecord.someone();
        Fact rome = TestFacts.lives("Rome", Validity.since(TestFacts.day(3)));
        Fact oslo = TestFacts.lives("Oslo", new Validity(TestFacts.day(1), TestFacts.day(3)))
                .supersededBy(rome.id(), TestFacts.day(3));
        record.write(scope, List.of(rome, oslo, TestFacts.fact("Ada drinks tea")));

        assertThat(texts(record.catalogue.history(scope, rome.id())))
                .containsExactly("Ada lives in Oslo", "Ada lives in Rome");
        assertThat(record.catalogue.history(TestRecord.someone(), rome.id())).isEmpty();
    }

    private static RecalledMemory named(List<RecalledMemory> memories, UUID id) {
        return memories.stream()
                .filter(memory -> memory.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(List<RecalledMemory> memories) {
        return memories.stream().map(RecalledMemory::text).toList();
    }
}
