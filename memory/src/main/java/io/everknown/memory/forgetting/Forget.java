package io.everknown.memory.forgetting;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.Decision;
import io.everknown.memory.decision.Derivations;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.SubjectLedger.LoggedDecision;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.forgetting.MemoryEraser.Erasure;
import io.everknown.memory.forgetting.MemoryEraser.SaidIn;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.recall.MemoryCatalogue;
import io.everknown.memory.recall.RecalledMemory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Forgets one memory. A fact that was said in a turn goes with the words that said it: what is forgotten must not be
 * found again a moment later in the verbatim message. The rest of the turn stays.
 */
public final class Forget {

    /** Stands in a turn where words were taken out. */
    public static final String MARK = "[forgotten]";

    private final MemoryCatalogue catalogue;
    private final MemoryEraser eraser;
    private final Embedder embedder;
    private final InstantSource clock;

    public Forget(MemoryCatalogue catalogue, MemoryEraser eraser, Embedder embedder, InstantSource clock) {
        this.catalogue = catalogue;
        this.eraser = eraser;
        this.embedder = embedder;
        this.clock = clock;
    }

    /**
     * Erases a fact or a turn.
     *
     * @return what was erased or rewritten, or nothing where the scope can't see such a memory
     */
    public Optional<Forgotten> forget(MemoryScope scope, UUID id) {
        return find(scope, id).map(memory -> {
            MemoryScope owner = new MemoryScope(scope.tenant(), memory.user());
            return eraser.serially(owner, memory.visibility(), erasure -> erase(erasure, memory));
        });
    }

    /**
     * Erases a memory if it is due, which is asked again while nobody else decides, and logs why. The log names neither the
     * memory nor its words.
     *
     * @param due why it is to be forgotten, or empty where it is not
     * @return what was erased or rewritten, or nothing where it is not due or the scope can't see such a memory
     */
    public Optional<Forgotten> forgetDue(MemoryScope scope, UUID id, Function<RecalledMemory, Optional<String>> due) {
        return find(scope, id).flatMap(memory -> {
            MemoryScope owner = new MemoryScope(scope.tenant(), memory.user());
            return eraser.serially(
                    owner,
                    memory.visibility(),
                    erasure -> find(scope, id)
                            .flatMap(now -> due.apply(now).map(why -> {
                                Forgotten done = erase(erasure, now);
                                log(erasure, why);
                                return done;
                            })));
        });
    }

    private Optional<RecalledMemory> find(MemoryScope scope, UUID id) {
        return catalogue.load(scope, List.of(id), null).stream().findFirst();
    }

    private Forgotten erase(Erasure erasure, RecalledMemory memory) {
        Forgotten done =
                memory.type() == MemoryType.TURN ? forgetTurn(erasure, memory.id()) : forgetFact(erasure, memory.id());
        return done.withdrawing(Derivations.afterForgetting(erasure.derivations(), done.facts(), clock.instant()));
    }

    private void log(Erasure erasure, String why) {
        Decision forgotten = new Decision.Noop(null, MARK, why, 1);
        erasure.derivations()
                .follow(
                        List.of(),
                        List.of(),
                        clock.instant(),
                        List.of(new LoggedDecision(Ids.next(), null, forgotten, List.of())));
    }

    private static Forgotten forgetTurn(Erasure erasure, UUID id) {
        List<UUID> facts = erasure.eraseTurn(id);
        return new Forgotten(facts, List.of(id), List.of());
    }

    private Forgotten forgetFact(Erasure erasure, UUID id) {
        List<UUID> facts = new ArrayList<>(List.of(id));
        List<UUID> erased = new ArrayList<>();
        List<UUID> rewritten = new ArrayList<>();
        List<SaidIn> places = erasure.saidIn(id);
        for (UUID same : erasure.mergedInto(id)) {
            erasure.eraseFact(same);
            facts.add(same);
        }
        erasure.eraseFact(id);
        for (SaidIn place : places) {
            Turn turn = place.turn();
            List<String> sentences =
                    place.sentence().lines().filter(line -> !line.isBlank()).toList();
            String rest = turn.content();
            for (String sentence : sentences) {
                rest = rest.replace(sentence, MARK);
            }
            if (rest.replace(MARK, "").isBlank() && !erasure.holdsFacts(turn.id())) {
                facts.addAll(erasure.eraseTurn(turn.id()));
                erased.add(turn.id());
            } else if (sentences.isEmpty()) {
                // Another fact of the same sentence was forgotten before, and the words went with it.
                erasure.rewriteTurn(turn, List.of(), rest, null);
            } else {
                String spoken = turn.speaker() != null ? turn.speaker() + ": " + rest : rest;
                erasure.rewriteTurn(
                        turn, sentences, rest, embedder.embed(List.of(spoken)).getFirst());
                rewritten.add(turn.id());
            }
        }
        return new Forgotten(facts, erased, rewritten);
    }

    /**
     * What a forget did.
     *
     * @param facts facts erased
     * @param turns turns erased
     * @param rewritten turns that lost the words and keep the rest
     * @param withdrawn summaries and insights that rested on it, and are taken back
     */
    public record Forgotten(List<UUID> facts, List<UUID> turns, List<UUID> rewritten, List<UUID> withdrawn) {
        public Forgotten {
            facts = List.copyOf(facts);
            turns = List.copyOf(turns);
            rewritten = List.copyOf(rewritten);
            withdrawn = List.copyOf(withdrawn);
        }

        /** With nothing resting on it. */
        public Forgotten(List<UUID> facts, List<UUID> turns, List<UUID> rewritten) {
            this(facts, turns, rewritten, List.of());
        }

        private Forgotten withdrawing(List<UUID> derived) {
            return new Forgotten(facts, turns, rewritten, derived);
        }
    }
}
