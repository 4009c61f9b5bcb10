package io.everknown.memory.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.decision.SubjectLedger.LoggedDecision;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerivationsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Links links = new Links();
    private final Fact fact = fact();
    private final Fact summary = links.on(fact.id());
    private final Fact insight = links.on(summary.id());

    @Test
    void whatRestsOnForgottenWordsIsWithdrawnOnEveryLevel() {
        assertThat(Derivations.afterForgetting(links, List.of(fact.id()), NOW))
                .containsExactly(summary.id(), insight.id());
        assertThat(links.reasons)
                .containsExactly(
                        "DELETE withdrawn: what it rests on was forgotten",
                        "DELETE withdrawn: what it rests on was taken back");
        assertThat(links.stale).isEmpty();
        assertThat(links.origins.get(summary.id())).isEmpty();
    }

    @Test
    void whatRestsOnSomethingTakenBackIsWithdrawn() {
        Derivations.after(links, List.of(fact.retractedAt(NOW)), NOW);
        assertThat(links.withdrawn).containsExactly(summary.id(), insight.id());
    }

    @Test
    void whatRestsOnSomethingSupersededIsStaleAndSaidOnce() {
        Fact closed = fact.supersededBy(Ids.next(), NOW);
        Derivations.after(links, List.of(closed), NOW);
        assertThat(links.withdrawn).isEmpty();
        assertThat(links.stale).containsExactlyInAnyOrder(summary.id(), insight.id());
        Derivations.after(links, List.of(closed), NOW);
        assertThat(links.reasons)
                .hasSize(2)
                .allMatch(reason -> reason.equals("NOOP stale: what it rests on was superseded or has ended"));
    }

    @Test
    void whatStillHoldsTouchesNothing() {
        assertThat(Derivations.after(links, List.of(fact), NOW)).isEmpty();
        assertThat(links.reasons).isEmpty();
    }

    @Test
    void aCircleEnds() {
        links.origins.get(summary.id()).add(insight.id());
        assertThat(Derivations.after(links, List.of(fact.retractedAt(NOW)), NOW))
                .containsExactlyInAnyOrder(summary.id(), insight.id());
    }

    /** However facts hang together: withdrawn is all that leads to what is gone, stale is the rest that leads to an end. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aCascadeReachesAllAndNothingElse(long seed) {
        Random random = new Random(seed);
        Links all = new Links();
        List<Fact> facts = new ArrayList<>(List.of(fact(), fact(), fact(), fact()));
        for (int i = 0; i < 30; i++) {
            Set<UUID> origins = new HashSet<>();
            for (int o = random.nextInt(3); o >= 0; o--) {
                origins.add(facts.get(random.nextInt(facts.size())).id());
            }
            facts.add(all.on(origins.toArray(UUID[]::new)));
        }
        Fact gone = facts.get(0);
        Fact ended = facts.get(1);
        Derivations.after(all, List.of(gone.retractedAt(NOW), ended.supersededBy(Ids.next(), NOW)), NOW);

        Set<UUID> withdrawn = all.leadingTo(gone.id());
        Set<UUID> stale = all.leadingTo(ended.id());
        stale.removeAll(withdrawn);
        assertThat(all.withdrawn).containsExactlyInAnyOrderElementsOf(withdrawn);
        assertThat(all.stale).containsExactlyInAnyOrderElementsOf(stale);
    }

    private static Fact fact() {
        return new Fact(
                Ids.next(),
                MemoryType.SUMMARY,
                "Ada hums",
                "Ada",
                null,
                null,
                List.of(),
                List.of(),
                Validity.since(NOW.minusSeconds(60)),
                NOW,
                null,
                null,
                List.of(),
                Visibility.PRIVATE,
                TrustLevel.USER,
                1,
                0.5,
                1,
                NOW,
                null,
                null,
                List.of());
    }

    /** Keeps links in mind. */
    private static final class Links implements DerivationLedger {

        private final Map<UUID, Fact> facts = new LinkedHashMap<>();
        private final Map<UUID, Set<UUID>> origins = new HashMap<>();
        private final List<UUID> withdrawn = new ArrayList<>();
        private final Set<UUID> stale = new HashSet<>();
        private final List<String> reasons = new ArrayList<>();

        Fact on(UUID... ids) {
            Fact derived = fact();
            facts.put(derived.id(), derived);
            rest(derived.id(), List.of(ids));
            return derived;
        }

        Set<UUID> leadingTo(UUID end) {
            Set<UUID> reached = new HashSet<>();
            boolean grew = true;
            while (grew) {
                grew = reached.addAll(origins.entrySet().stream()
                        .filter(link -> link.getValue().contains(end)
                                || link.getValue().stream().anyMatch(reached::contains))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()));
            }
            return reached;
        }

        @Override
        public List<Resting> restingOn(Collection<UUID> wanted) {
            return facts.values().stream()
                    .filter(derived -> !withdrawn.contains(derived.id()))
                    .map(derived -> new Resting(
                            derived,
                            stale.contains(derived.id()),
                            origins.get(derived.id()).stream()
                                    .filter(wanted::contains)
                                    .collect(Collectors.toSet())))
                    .filter(resting -> !resting.origins().isEmpty())
                    .toList();
        }

        @Override
        public void rest(UUID derived, Collection<UUID> ids) {
            origins.put(derived, new HashSet<>(ids));
        }

        @Override
        public void follow(List<Fact> gone, Collection<UUID> marked, Instant since, List<LoggedDecision> log) {
            gone.forEach(one -> withdrawn.add(one.id()));
            stale.addAll(marked);
            log.forEach(one -> reasons.add(
                    one.decision().operation() + " " + one.decision().reason()));
        }

        @Override
        public void release(Collection<UUID> ids) {
            origins.values().forEach(all -> all.removeAll(ids));
        }
    }
}
