package io.everknown.memory.forgetting;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.DerivationLedger;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.SubjectLedger.LoggedDecision;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.forgetting.Forget.Forgotten;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.MemoryCatalogue;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.SearchFilter;
import io.everknown.memory.recall.TestMemories;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForgetTest {

    private static final MemoryScope BOB = new MemoryScope(Ids.next(), "bob");
    private static final Instant DAY = Instant.parse("2025-01-01T00:00:00Z");

    private final RecalledMemory message = TestMemories.turn("ada", "Ada", "I adore xylophones. Tea is fine.", 0);
    private final RecalledMemory fact = TestMemories.fact(message, "Ada adores xylophones", "I adore xylophones.");
    private final Store store = new Store();
    private final Forget forget = new Forget(store, store, store, InstantSource.system());

    @Test
    void whatTheScopeCannotSeeIsNotTouched() {
        assertThat(forget.forget(BOB, Ids.next())).isEmpty();
        assertThat(store.done).isEmpty();
    }

    @Test
    void itIsForgottenInItsOwnersMemoryWhoeverAsks() {
        store.knows(fact);
        forget.forget(BOB, fact.id());
        assertThat(store.serialised).isEqualTo(new MemoryScope(BOB.tenant(), "ada"));
        assertThat(store.audience).isEqualTo(fact.visibility());
    }

    @Test
    void aTurnGoesWithTheFactsThatTheStoreTookWithIt() {
        UUID alone = Ids.next();
        store.knows(message);
        store.taken = List.of(alone);
        assertThat(forget.forget(BOB, message.id()))
                .contains(new Forgotten(List.of(alone), List.of(message.id()), List.of()));
        assertThat(store.done).containsExactly("erase turn");
    }

    @Test
    void aFactHandedInWithoutATurnGoesAlone() {
        store.knows(fact);
        assertThat(forget.forget(BOB, fact.id())).contains(new Forgotten(List.of(fact.id()), List.of(), List.of()));
        assertThat(store.done).containsExactly("erase fact");
    }

    @Test
    void theRestOfATurnStaysAndIsEmbeddedAsItIsSpoken() {
        Turn turn = said("Ada", "I adore xylophones. Tea is fine.", "I adore xylophones.");
        assertThat(forgotten()).isEqualTo(new Forgotten(List.of(fact.id()), List.of(), List.of(turn.id())));
        assertThat(store.done)
                .containsExactly(
                        "erase fact",
                        "embed 'Ada: [forgotten] Tea is fine.'",
                        "rewrite to '[forgotten] Tea is fine.' without [I adore xylophones.]");
    }

    @Test
    void whereNobodyIsNamedTheWordsAloneAreEmbedded() {
        said(null, "I adore xylophones. Tea is fine.", "I adore xylophones.");
        forgotten();
        assertThat(store.done).contains("embed '[forgotten] Tea is fine.'");
    }

    @Test
    void everyWayInWhichATurnSaysItIsTakenOut() {
        said(
                "Ada",
                "I adore xylophones. Tea is fine. I love xylophones! I adore xylophones.",
                "I adore xylophones.\n\nI love xylophones!");
        forgotten();
        assertThat(store.done.getLast())
                .isEqualTo("rewrite to '[forgotten] Tea is fine. [forgotten] [forgotten]'"
                        + " without [I adore xylophones., I love xylophones!]");
    }

    @Test
    void aTurnThatSaysNothingElseGoesWhole() {
        UUID other = Ids.next();
        Turn turn = said("Ada", " I adore xylophones. ", "I adore xylophones.");
        store.taken = List.of(other);
        assertThat(forgotten()).isEqualTo(new Forgotten(List.of(fact.id(), other), List.of(turn.id()), List.of()));
        assertThat(store.done).containsExactly("erase fact", "erase turn");
    }

    @Test
    void aTurnThatSaysNothingElseStaysWhereAnotherFactRestsOnIt() {
        Turn turn = said("Ada", "I adore xylophones and tea.", "I adore xylophones and tea.");
        store.holding.add(turn.id());
        assertThat(forgotten()).isEqualTo(new Forgotten(List.of(fact.id()), List.of(), List.of(turn.id())));
        assertThat(store.done.getLast()).isEqualTo("rewrite to '[forgotten]' without [I adore xylophones and tea.]");
    }

    @Test
    void wordsThatWentWithAnotherFactAreNotEmbeddedAgain() {
        Turn turn = said("Ada", "[forgotten] Tea is fine.", " ");
        assertThat(forgotten()).isEqualTo(new Forgotten(List.of(fact.id()), List.of(), List.of()));
        assertThat(store.done)
                .containsExactly("erase fact", "rewrite to '[forgotten] Tea is fine.' without [], vector kept");
        assertThat(turn.content()).isEqualTo("[forgotten] Tea is fine.");
    }

    @Test
    void theMarkAloneGoesWithTheLastFactThatRestedOnIt() {
        Turn turn = said("Ada", "[forgotten]", "");
        assertThat(forgotten()).isEqualTo(new Forgotten(List.of(fact.id()), List.of(turn.id()), List.of()));
        assertThat(store.done).containsExactly("erase fact", "erase turn");
    }

    @Test
    void theMarkAloneStaysWhileAnotherFactRestsOnIt() {
        Turn turn = said("Ada", "[forgotten]", "");
        store.holding.add(turn.id());
        assertThat(forgotten().turns()).isEmpty();
        assertThat(store.done).containsExactly("erase fact", "rewrite to '[forgotten]' without [], vector kept");
    }

    @Test
    void eachTurnThatSaysItIsLookedAtByItself() {
        Turn mixed = said("Ada", "I adore xylophones. Tea is fine.", "I adore xylophones.");
        Turn whole = said("Ada", "I adore xylophones!", "I adore xylophones!");
        assertThat(forgotten()).isEqualTo(new Forgotten(List.of(fact.id()), List.of(whole.id()), List.of(mixed.id())));
    }

    private Forgotten forgotten() {
        store.knows(fact);
        return forget.forget(BOB, fact.id()).orElseThrow();
    }

    /** A turn of the store that says the fact by these words. */
    private Turn said(@Nullable String speaker, String content, String sentence) {
        Turn turn = new Turn(
                Ids.next(),
                "talk",
                0,
                "user",
                speaker,
                content,
                DAY,
                DAY,
                null,
                null,
                TrustLevel.USER,
                Visibility.TEAM,
                true,
                true);
        store.places.add(new MemoryEraser.SaidIn(turn, sentence));
        return turn;
    }

    /** Knows one memory, and writes down what is done to it. */
    private static final class Store implements MemoryCatalogue, MemoryEraser, MemoryEraser.Erasure, Embedder {

        private final List<String> done = new ArrayList<>();
        private final List<SaidIn> places = new ArrayList<>();
        private final Set<UUID> holding = new HashSet<>();
        private List<UUID> taken = List.of();
        private List<UUID> merged = List.of();
        private @Nullable RecalledMemory known;
        private @Nullable MemoryScope serialised;
        private @Nullable Visibility audience;

        void knows(RecalledMemory memory) {
            known = memory;
        }

        @Override
        public List<RecalledMemory> load(
                MemoryScope scope, Collection<UUID> ids, @Nullable Embedding query, @Nullable Instant knownAt) {
            return known != null && ids.contains(known.id()) ? List.of(known) : List.of();
        }

        @Override
        public <T> T serially(MemoryScope scope, Visibility visibility, Function<Erasure, T> work) {
            serialised = scope;
            audience = visibility;
            return work.apply(this);
        }

        @Override
        public List<SaidIn> saidIn(UUID fact) {
            return done.isEmpty() ? List.copyOf(places) : List.of();
        }

        @Override
        public List<UUID> mergedInto(UUID fact) {
            return merged;
        }

        @Override
        public void eraseFact(UUID fact) {
            done.add("erase fact");
        }

        @Override
        public DerivationLedger derivations() {
            return new DerivationLedger() {
                @Override
                public List<Resting> restingOn(Collection<UUID> origins) {
                    return List.of();
                }

                @Override
                public void rest(UUID derived, Collection<UUID> origins) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void follow(
                        List<Fact> withdrawn, Collection<UUID> stale, Instant since, List<LoggedDecision> log) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void release(Collection<UUID> origins) {}
            };
        }

        @Override
        public boolean holdsFacts(UUID turn) {
            return holding.contains(turn);
        }

        @Override
        public List<UUID> eraseTurn(UUID turn) {
            done.add("erase turn");
            return taken;
        }

        @Override
        public void rewriteTurn(Turn turn, List<String> sentences, String content, @Nullable Embedding embedding) {
            done.add("rewrite to '" + content + "' without " + sentences + (embedding == null ? ", vector kept" : ""));
        }

        @Override
        public List<Embedding> embed(List<String> passages) {
            passages.forEach(passage -> done.add("embed '" + passage + "'"));
            return passages.stream().map(this::embedQuery).toList();
        }

        @Override
        public Embedding embedQuery(String question) {
            return new Embedding(new float[] {1, 0});
        }

        @Override
        public String model() {
            return "one";
        }

        @Override
        public int dimensions() {
            return 2;
        }

        @Override
        public int tokens(List<String> passages) {
            return passages.size();
        }

        @Override
        public List<RecalledMemory> list(MemoryScope scope, SearchFilter filter, @Nullable Cursor after, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<RecalledMemory> history(MemoryScope scope, UUID fact, @Nullable Instant knownAt) {
            throw new UnsupportedOperationException();
        }
    }
}
