package io.everknown.memory.consolidation;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.extraction.FactKind;
import io.everknown.memory.extraction.SlotKinds;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.RecalledMemory;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a memory is. Its slot says so, and whom it is about: the same words about a stranger, or shared with everyone, are a
 * plain fact. A statement without a slot that its words date to before it was said tells of an event.
 *
 * @param slots the kinds by slot
 */
public record MemoryKinds(SlotKinds slots) {

    private static final Set<FactKind> PERSONAL = EnumSet.of(FactKind.IDENTITY, FactKind.PREFERENCE, FactKind.INTEREST);

    /** How the extractor calls a speaker without a name. */
    private static final String THE_USER = "the user";

    /** The kind of a memory; a turn is a {@link FactKind#FACT}. */
    public FactKind of(RecalledMemory memory) {
        if (memory.slot() == null) {
            return isEvent(memory) ? FactKind.EVENT : FactKind.FACT;
        }
        SlotKinds.Kinds kinds = slots.of(memory.slot());
        FactKind kind = kinds.equals(SlotKinds.Kinds.PLAIN) ? FactKind.FACT : about(kinds, memory);
        return PERSONAL.contains(kind) && memory.visibility() != Visibility.PRIVATE ? FactKind.FACT : kind;
    }

    private static FactKind about(SlotKinds.Kinds kinds, RecalledMemory memory) {
        String subject = memory.subject();
        if (isSpeaker(subject, memory)) {
            return kinds.own();
        }
        int possessor = subject.indexOf("'s ");
        return possessor > 0 && isSpeaker(subject.substring(0, possessor), memory) ? kinds.kin() : kinds.others();
    }

    /** Asked of thousands of memories in one answer, so without bringing names into a form of their own. */
    private static boolean isSpeaker(String subject, RecalledMemory memory) {
        if (subject.equalsIgnoreCase(THE_USER) || subject.equalsIgnoreCase(memory.user())) {
            return true;
        }
        for (Source source : memory.sources()) {
            if (subject.equalsIgnoreCase(source.speaker())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEvent(RecalledMemory memory) {
        return memory.type() == MemoryType.FACT
                && !memory.sources().isEmpty()
                && memory.sources().stream()
                        .allMatch(source -> memory.validity().from().isBefore(source.occurredAt()));
    }
}
