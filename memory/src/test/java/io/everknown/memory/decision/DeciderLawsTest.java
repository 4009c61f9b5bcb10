package io.everknown.memory.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import io.everknown.memory.identity.TrustLevel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for any statements about a slot, in any order. */
class DeciderLawsTest {

    @Test
    void theOrderOfArrivalMakesNoDifference() {
        forAnySeed(random -> {
            List<Said> said = differentValues(random, 1 + random.nextInt(8));
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < said.size(); i++) {
                String end = i + 1 < said.size() ? "" + said.get(i + 1).day() : "";
                expected.add(said.get(i).value() + " " + said.get(i).day() + "-" + end);
            }
            Collections.shuffle(said, random);
            Knowledge knowledge = Knowledge.of(said.toArray(Said[]::new));
            assertThat(knowledge.history()).isEqualTo(expected);
            assertThat(knowledge.facts().stream().filter(Fact::open)).hasSize(1);
        });
    }

    @Test
    void versionsNeverOverlapAndOneIsOpenWhateverIsRepeated() {
        forAnySeed(random -> {
            Knowledge knowledge = new Knowledge();
            for (int i = 0; i < 10; i++) {
                knowledge.hear(Said.lives("City" + random.nextInt(3), random.nextInt(30)));
                List<Fact> versions = knowledge.facts().stream()
                        .filter(f -> !f.validity().from().equals(f.validity().to()))
                        .sorted(Comparator.comparing((Fact f) -> f.validity().from()))
                        .toList();
                for (int v = 0; v + 1 < versions.size(); v++) {
                    assertThat(versions.get(v).validity().to())
                            .isNotNull()
                            .isBeforeOrEqualTo(versions.get(v + 1).validity().from());
                }
                assertThat(versions.getLast().open()).isTrue();
            }
        });
    }

    @Test
    void nothingIsEverOverwritten() {
        forAnySeed(random -> {
            Knowledge knowledge = new Knowledge();
            for (Said said : anything(random)) {
                knowledge.hear(said);
                for (Fact before : knowledge.states().getLast()) {
                    Fact after = knowledge.get(before.id());
                    assertThat(after).as("a version stays").isNotNull();
                    assertThat(after.text()).isEqualTo(before.text());
                    assertThat(after.value()).isEqualTo(before.value());
                    assertThat(after.recordedAt()).isEqualTo(before.recordedAt());
                }
            }
        });
    }

    @Test
    void theTimelineIsAFunctionOfWhatWasSaid() {
        forAnySeed(random -> {
            List<Said> said = new ArrayList<>();
            for (int i = 0; i < 2 + random.nextInt(8); i++) {
                said.add(Said.lives("City" + random.nextInt(3), random.nextInt(12))
                        // An assistant's words are no evidence once they are known, so for them the order matters.
                        .by(List.of(TrustLevel.UNTRUSTED, TrustLevel.TRUSTED_TOOL, TrustLevel.USER)
                                .get(random.nextInt(3)))
                        .from(random.nextInt(4) == 0 ? "Bob" : "Ada"));
            }
            // Of two values that one speaker tells at one moment in one talk, the later said counts: that is an order.
            Map<String, Said> once = new LinkedHashMap<>();
            said.forEach(one -> once.put(one.day() + one.speaker() + one.trust(), one));
            said.retainAll(once.values());
            Knowledge inOrder = Knowledge.of(
                    said.stream().sorted(Comparator.comparing(Said::day)).toArray(Said[]::new));
            List<Said> repeated = new ArrayList<>(said);
            repeated.addAll(said.subList(0, random.nextInt(said.size())));
            Collections.shuffle(repeated, random);
            Knowledge shuffled = Knowledge.of(repeated.toArray(Said[]::new));
            for (int day = 0; day < 14; day++) {
                assertThat(shuffled.valuesOn(day))
                        .as("on day %d of %s", day, repeated)
                        .isEqualTo(inOrder.valuesOn(day));
            }
            assertThat(shuffled.contradictions()).isEqualTo(inOrder.contradictions());
        });
    }

    @Test
    void aValueThatComesBackComesBackInAnyOrder() {
        List<Said> said = List.of(Said.lives("Rome", 1), Said.lives("Oslo", 2), Said.lives("Rome", 3));
        for (int[] order : new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}) {
            for (int again : order) {
                Knowledge knowledge = new Knowledge();
                for (int i : order) {
                    knowledge.hear(said.get(i));
                }
                knowledge.hear(said.get(again));
                assertThat(knowledge.history())
                        .as("%s, then %d again", java.util.Arrays.toString(order), again)
                        .containsExactly("Rome 1-2", "Oslo 2-3", "Rome 3-");
                List<Fact> versions = knowledge.facts().stream()
                        .sorted(Comparator.comparing((Fact f) -> f.validity().from()))
                        .toList();
                assertThat(versions.get(0).supersededBy())
                        .isEqualTo(versions.get(1).id());
                assertThat(versions.get(1).supersededBy())
                        .isEqualTo(versions.get(2).id());
                assertThat(versions)
                        .extracting(
                                fact -> fact.support() + " " + fact.sources().size())
                        .as("each version rests on its own turns, and one was said twice")
                        .containsExactlyInAnyOrder("2 2", "1 1", "1 1");
            }
        }
    }

    @Test
    void whatIsClosedByItsEqualsStaysClosed() {
        forAnySeed(random -> {
            Knowledge knowledge = new Knowledge();
            for (int i = 0; i < 10; i++) {
                knowledge.hear(Said.lives("City" + random.nextInt(4), random.nextInt(40)));
                for (Fact before : knowledge.states().getLast()) {
                    Fact after = knowledge.get(before.id());
                    assertThat(after.validity().from())
                            .isBeforeOrEqualTo(before.validity().from());
                    assertThat(after.open() && !before.open()).isFalse();
                }
            }
        });
    }

    @Test
    void aLessTrustedSourceChangesNothingOfWhatAMoreTrustedOneSaid() {
        forAnySeed(random -> {
            List<Said> said = differentValues(random, 9);
            said.replaceAll(one -> random.nextBoolean() ? one : one.by(TrustLevel.AGENT));
            Collections.shuffle(said, random);
            Knowledge all = Knowledge.of(said.toArray(Said[]::new));
            Knowledge alone = Knowledge.of(
                    said.stream().filter(one -> one.trust() == TrustLevel.USER).toArray(Said[]::new));
            List<String> cities = alone.facts().stream()
                    .map(fact -> String.valueOf(fact.value()))
                    .toList();
            assertThat(all.history().stream().filter(line -> cities.contains(line.split(" ")[0])))
                    .containsExactlyElementsOf(alone.history());
        });
    }

    @Test
    void decidingIsPure() {
        forAnySeed(random -> {
            Knowledge knowledge = Knowledge.of(anything(random).toArray(Said[]::new));
            List<Fact> reversed = new ArrayList<>(knowledge.facts());
            Statement statement = anything(random).getFirst().statement();
            Decider decider = new Decider(DecisionThresholds.DEFAULTS);
            Decision first = decider.decide(statement, knowledge.facts(), List.of(), Knowledge.NOW);
            Decision second = decider.decide(statement, reversed, List.of(), Knowledge.NOW);
            assertThat(second.operation()).isEqualTo(first.operation());
            assertThat(second.reason()).isEqualTo(first.reason());
        });
    }

    private static List<Said> differentValues(Random random, int count) {
        List<Integer> days = new ArrayList<>(
                random.ints(1, 200).distinct().limit(count).boxed().toList());
        Collections.sort(days);
        List<Said> said = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            said.add(Said.lives("City" + i, days.get(i)));
        }
        return said;
    }

    private static List<Said> anything(Random random) {
        List<Said> said = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Said one = Said.lives("City" + random.nextInt(4), random.nextInt(40))
                    .by(TrustLevel.values()[random.nextInt(4)]);
            said.add(
                    switch (random.nextInt(5)) {
                        case 0 -> one.as(io.everknown.memory.extraction.ExtractedFact.Intent.END);
                        case 1 -> one.as(io.everknown.memory.extraction.ExtractedFact.Intent.RETRACT);
                        default -> one;
                    });
        }
        return said;
    }

    private static void forAnySeed(java.util.function.Consumer<Random> law) {
        qt().withExamples(300).forAll(integers().all()).checkAssert(seed -> law.accept(new Random(seed)));
    }
}
