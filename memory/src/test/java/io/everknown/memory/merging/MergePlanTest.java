package io.everknown.memory.merging;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.decision.DuplicateRule.Duplicate;
import io.everknown.memory.decision.DuplicateRule.Standing;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.merging.FactMerge.Base;
import io.everknown.memory.merging.MergePlan.Group;
import io.everknown.memory.merging.MergePlan.Member;
import io.everknown.memory.time.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MergePlanTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Embedding VECTOR = new Embedding(new float[] {1, 0});

    @Test
    void aChainOfLikenessesDoesNotJoinItsEnds() {
        List<Standing> facts = facts(3);
        List<Duplicate> chain = List.of(pair(facts, 0, 1, 0.99), pair(facts, 1, 2, 0.95));
        Group group = only(MergePlan.of(facts, chain, List.of()));
        assertThat(group.survivor()).isEqualTo(facts.get(0).fact());
        assertThat(group.merged())
                .extracting(Member::fact)
                .containsExactly(facts.get(1).fact());
    }

    @Test
    void whatWasTakenApartStaysApartAndWhatStandsForOthersStays() {
        List<Standing> facts = facts(3);
        List<Duplicate> all = List.of(pair(facts, 0, 1, 1), pair(facts, 0, 2, 1), pair(facts, 1, 2, 1));
        FactMerge undone = merge(facts.get(0).fact(), facts.get(1).fact(), START);
        Group group = only(MergePlan.of(facts, all, List.of(undone)));
        assertThat(Set.of(
                        group.survivor().id(), group.merged().getFirst().fact().id()))
                .isNotEqualTo(
                        Set.of(facts.get(0).fact().id(), facts.get(1).fact().id()));

        FactMerge stands = merge(facts.get(2).fact(), facts(1).getFirst().fact(), null);
        assertThat(only(MergePlan.of(facts, all, List.of(stands))).survivor())
                .isEqualTo(facts.get(2).fact());
    }

    @Test
    void pinnedFactsAreNeverClosed() {
        List<Standing> facts = new ArrayList<>();
        facts(3).forEach(one -> facts.add(new Standing(one.fact(), VECTOR, !facts.isEmpty())));
        List<Duplicate> all = List.of(pair(facts, 0, 1, 1), pair(facts, 0, 2, 1), pair(facts, 1, 2, 1));
        Group group = only(MergePlan.of(facts, all, List.of()));
        assertThat(group.survivor()).isEqualTo(facts.get(1).fact());
        assertThat(group.merged())
                .extracting(Member::fact)
                .containsExactly(facts.get(0).fact());
    }

    @Test
    void theOrderOfFactsAndPairsDoesNotMatterAndNoFactIsInTwoGroups() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            List<Standing> facts = new ArrayList<>(facts(2 + random.nextInt(8)));
            List<Duplicate> pairs = new ArrayList<>();
            for (int i = 0; i < facts.size(); i++) {
                for (int j = i + 1; j < facts.size(); j++) {
                    if (random.nextBoolean()) {
                        pairs.add(pair(facts, i, j, 1 - pairs.size() / 100.0));
                    }
                }
            }
            List<Group> plan = MergePlan.of(facts, pairs, List.of());
            Set<UUID> seen = new HashSet<>();
            for (Group group : plan) {
                assertThat(seen.add(group.survivor().id())).isTrue();
                group.merged()
                        .forEach(member ->
                                assertThat(seen.add(member.fact().id())).isTrue());
            }
            Collections.shuffle(facts, random);
            assertThat(MergePlan.of(facts, pairs, List.of())).isEqualTo(plan);
        }
    }

    @Test
    void undoingMergesInAnyOrderGivesBackWhatWasBefore() {
        Random random = new Random(4);
        for (int round = 0; round < 200; round++) {
            List<Fact> facts = facts(2 + random.nextInt(4), random);
            Fact first = facts.getFirst();
            Base base = Base.of(first);
            Fact survivor = first;
            List<Fact> merged = new ArrayList<>(facts.subList(1, facts.size()));
            for (Fact fact : merged) {
                survivor = survivor.absorbing(fact);
            }
            Collections.shuffle(merged, random);
            while (!merged.isEmpty()) {
                Fact gone = merged.removeFirst();
                Instant closed = START.plusSeconds(1);
                assertThat(gone.mergedInto(survivor.id(), closed).apart()).isEqualTo(gone);
                survivor = new FactMerge(Ids.next(), first.id(), gone.id(), "", 1, 1, base, START, null)
                        .without(survivor, gone, merged);
            }
            assertThat(survivor).isEqualTo(first);
        }
    }

    private static Group only(List<Group> groups) {
        assertThat(groups).hasSize(1);
        return groups.getFirst();
    }

    private static FactMerge merge(Fact survivor, Fact merged, @org.jspecify.annotations.Nullable Instant undone) {
        return new FactMerge(Ids.next(), survivor.id(), merged.id(), "", 1, 1, new Base(START, START), START, undone);
    }

    private static Duplicate pair(List<Standing> facts, int one, int other, double probability) {
        UUID a = facts.get(one).fact().id();
        UUID b = facts.get(other).fact().id();
        return a.compareTo(b) < 0 ? new Duplicate(a, b, 0.95, probability) : new Duplicate(b, a, 0.95, probability);
    }

    private static List<Standing> facts(int count) {
        return facts(count, new Random(1)).stream()
                .sorted(Comparator.comparingInt((Fact fact) -> -fact.support())
                        .thenComparing(fact -> fact.validity().from())
                        .thenComparing(Fact::id))
                .map(fact -> new Standing(fact, VECTOR, false))
                .toList();
    }

    private static List<Fact> facts(int count, Random random) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant said = START.plus(Duration.ofDays(random.nextInt(90)));
            facts.add(new Fact(
                    Ids.next(),
                    MemoryType.FACT,
                    "Ada keeps bees",
                    "Ada",
                    null,
                    null,
                    List.of(),
                    List.of(),
                    Validity.since(said),
                    said,
                    null,
                    null,
                    List.of(),
                    Visibility.PRIVATE,
                    TrustLevel.USER,
                    0.7,
                    0.5,
                    1 + random.nextInt(4),
                    said.plus(Duration.ofDays(random.nextInt(3))),
                    null,
                    null,
                    List.of(new Source(Ids.next(), "I keep bees", "c" + i, null, "Ada", said))));
        }
        return facts;
    }
}
