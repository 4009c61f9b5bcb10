package io.everknown.memory.forgetting;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.DerivationLedger;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes memories out of the record for good; the graph follows through its outbox. */
public interface MemoryEraser {

    /** Runs {@code work} in one transaction, while nobody decides for the same audience. */
    <T> T serially(MemoryScope scope, Visibility visibility, Function<Erasure, T> work);

    /** The erasing that one transaction does. */
    interface Erasure {

        /** Where a fact was said: the turns as they are stored, with the sentence that says it. */
        List<SaidIn> saidIn(UUID fact);

        /** Facts that were merged into this one, which stands for them. */
        List<UUID> mergedInto(UUID fact);

        /** Removes a fact with its vector, postings, relations and sources, and its words in the log of decisions. */
        void eraseFact(UUID fact);

        /** What rests on what is erased. */
        DerivationLedger derivations();

        /** Whether a turn still has facts that rest on it. */
        boolean holdsFacts(UUID turn);

        /**
         * Removes a turn, and every fact that rests on it alone.
         *
         * @return the facts that went with it
         */
        List<UUID> eraseTurn(UUID turn);

        /**
         * Replaces a turn's content, its vector and its postings, and takes {@code sentences} out of what other facts
         * quote from it.
         *
         * @param embedding the new content's vector, or null where the turn keeps the one it has
         */
        void rewriteTurn(Turn turn, List<String> sentences, String content, @Nullable Embedding embedding);
    }

    /** A turn, and the words in it that say a fact: a line for each way in which it does; blank once forgotten. */
    record SaidIn(Turn turn, String sentence) {}
}
