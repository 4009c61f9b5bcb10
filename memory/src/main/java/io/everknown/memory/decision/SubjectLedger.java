package io.everknown.memory.decision;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.entity.EntityLedger;
import io.everknown.memory.extraction.EntityMention;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known in one audience, held still while statements are decided: nobody else decides there until the {@link FactLedger#serially} call that handed it out returns.
 */
public interface SubjectLedger extends DerivationLedger {

    /** Which of these turns need nothing more: derived from already by whomever, or forgotten in the meantime. */
    Set<UUID> processed(Collection<UUID> turns);

    /** A fact of this audience by id. */
    Optional<Fact> fact(UUID id);

    /**
     * All versions of the slots asked for.
     *
     * @return versions by slot key; slots that nobody filled are missing
     */
    Map<SlotKey, List<Fact>> histories(Collection<SlotKey> slots);

    /**
     * All versions of all slots of a subject whose names begin alike.
     *
     * @param subject the subject's key, see {@code EntityMention.key}
     * @param slots what the names of the slots begin with
     */
    List<Fact> family(String subject, String slots);

    /**
     * For each probe, the open facts with the same words, and of those that share rare words the similar ones.
     *
     * @param probes texts with their embeddings
     * @param minSimilarity the least cosine
     * @param limit the most neighbours for each probe
     * @return one list a probe, in the order of the probes
     */
    List<List<Neighbour>> neighbours(List<Probe> probes, double minSimilarity, int limit);

    /** The names of this audience, with those that {@link #record} enters. */
    EntityLedger entities();

    /** The memories that hold and are not archived, where they are more than {@code most}; else none. */
    List<Salience.Kept> keptBeyond(int most);

    /**
     * Archives memories; what is archived already stays as it is.
     *
     * @return those that it archived, as they stand
     */
    List<Fact> archive(Collection<UUID> ids, Instant since, ArchiveReason reason);

    /**
     * Takes memories back from the archive.
     *
     * @return those that it restored, as they stand
     */
    List<Fact> restore(Collection<UUID> ids);

    /** Pins a memory, or takes the pin away. */
    void pin(UUID fact, boolean pinned);

    /** Pins a memory as another one is. */
    void pinAs(UUID fact, UUID other);

    /** Writes all that was decided: facts, vectors, lexical entries, decisions and the graph's outbox. */
    void record(Derived derived);

    /**
     * One slot of one subject.
     *
     * @param subject the subject's key, see {@code EntityMention.key}
     * @param slot the attribute
     */
    record SlotKey(String subject, String slot) {}

    /** A text to find neighbours for, with its vector. */
    record Probe(String text, Embedding embedding) {}

    /**
     * A fact as it is to stand.
     *
     * @param embedding its vector where it is new, else null
     * @param twin where it was split off from a stored fact, that fact, whose words and vector it has; else null
     */
    record WrittenFact(
            Fact fact,
            @Nullable Embedding embedding,
            @Nullable UUID twin) {

        public WrittenFact(Fact fact, @Nullable Embedding embedding) {
            this(fact, embedding, null);
        }
    }

    /** A decision to log, and what it looked at. */
    record LoggedDecision(UUID id, @Nullable UUID turn, Decision decision, List<Neighbour> neighbours) {}

    /**
     * Everything that follows from a batch of turns.
     *
     * @param turns turns that count as processed from now on, with the vector each is found by
     * @param facts facts in their final form, each id once
     * @param decisions the log, in the order decided
     * @param extractor who extracted
     * @param decider who decided
     * @param thresholds the thresholds in force, or null where none was asked
     */
    record Derived(
            List<EmbeddedTurn> turns,
            List<WrittenFact> facts,
            List<LoggedDecision> decisions,
            String extractor,
            String decider,
            @Nullable DecisionThresholds thresholds) {}

    /** A turn with its vector and what it names. */
    record EmbeddedTurn(Turn turn, Embedding embedding, List<EntityMention> mentions) {}
}
