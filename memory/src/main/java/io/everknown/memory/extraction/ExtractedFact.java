package io.everknown.memory.extraction;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One atomic, self-contained statement found in a turn.
 *
 * @param text the statement, its speaker named
 * @param sentence the words of the turn it was made from
 * @param subject whom it is about
 * @param slot the attribute it sets, or null where it sets none
 * @param value the attribute's value, or what took the place of something; else null
 * @param insteadOf what the value took the place of, where the words say so and set no slot; else null
 * @param intent whether it states something or takes it back
 * @param entities what it names
 * @param relations what it says about how these hang together
 * @param validFrom since when it is true, where the words say so; else null
 * @param confidence in (0, 1], how sure the extractor is
 * @param unread the language or script in which it is said, where the extractor reads no attributes in it; else null
 */
public record ExtractedFact(
        String text,
        String sentence,
        String subject,
        @Nullable String slot,
        @Nullable String value,
        @Nullable String insteadOf,
        Intent intent,
        List<EntityMention> entities,
        List<RelationMention> relations,
        @Nullable Instant validFrom,
        double confidence,
        @Nullable String unread) {

    /** Stands between who asks and what for, in the words of a standing instruction. */
    public static final String ASKS = " asks: ";

    /** How far a statement is believed of which no word was read; the extractors believe nothing else so little. */
    public static final double UNREAD_CONFIDENCE = 0.4;

    /** What a speaker does with a statement. */
    public enum Intent {
        /** It is so. */
        ASSERT,
        /** It was so and has stopped: "I no longer live in Berlin". */
        END,
        /** It was never so, or is to count no more: "forget what I said about Berlin". */
        RETRACT
    }

    /** A statement that takes nobody's place. */
    public ExtractedFact(
            String text,
            String sentence,
            String subject,
            @Nullable String slot,
            @Nullable String value,
            Intent intent,
            List<EntityMention> entities,
            List<RelationMention> relations,
            @Nullable Instant validFrom,
            double confidence) {
        this(text, sentence, subject, slot, value, null, intent, entities, relations, validFrom, confidence, null);
    }

    /** This statement as one whose value took the place of another. */
    public ExtractedFact instead(String old, String now) {
        return new ExtractedFact(
                text, sentence, subject, slot, now, old, intent, entities, relations, validFrom, confidence, unread);
    }

    /** This statement as one whose attributes were not read, because it is said in {@code language}; null: it was read. */
    public ExtractedFact unreadIn(@Nullable String language) {
        return new ExtractedFact(
                text,
                sentence,
                subject,
                slot,
                value,
                insteadOf,
                intent,
                entities,
                relations,
                validFrom,
                confidence,
                language);
    }

    boolean sameSlot(ExtractedFact other) {
        return slot != null && slot.equals(other.slot) && subject.equals(other.subject);
    }

    public ExtractedFact {
        entities = List.copyOf(entities);
        relations = List.copyOf(relations);
    }

    /** The same statement, setting another attribute of {@code owner}, or none. */
    public ExtractedFact inSlot(String owner, @Nullable String otherSlot, @Nullable String otherValue) {
        return new ExtractedFact(
                text, sentence, owner, otherSlot, otherValue, intent, entities, relations, validFrom, confidence);
    }

    /** The same words, doing something else. */
    public ExtractedFact withIntent(Intent other) {
        return new ExtractedFact(
                text, sentence, subject, slot, value, other, entities, relations, validFrom, confidence);
    }
}
