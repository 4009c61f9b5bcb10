package io.everknown.memory.extraction;

import io.everknown.memory.extraction.LightFactExtractor.Context;
import java.util.List;

/** Standing instructions as facts. */
final class InstructionFacts {

    private static final double CONFIDENCE = 0.8;

    private final InstructionReader reader;

    InstructionFacts(InstructionLexicon lexicon) {
        this.reader = new InstructionReader(lexicon);
    }

    /** The pieces of a sentence that holds an instruction; else nothing. */
    List<InstructionReader.Piece> pieces(List<Token> sentence, List<Token> thing) {
        return reader.read(sentence, thing);
    }

    /** What a later "they" may mean: the last plural of the sentence, else what it was before. */
    static List<Token> thing(List<Token> sentence, List<Token> before) {
        List<Token> plural = InstructionOpening.plural(sentence);
        return plural.isEmpty() ? before : plural;
    }

    /** An instruction as a fact, told with who gave it. */
    static ExtractedFact fact(Instruction instruction, String sentence, Context context) {
        Persons persons = context.persons();
        String told = persons.told(instruction.told());
        boolean named = told.startsWith(persons.speaker());
        String text = named ? told : persons.speaker() + " asks: " + told;
        String slot = instruction.topic().slot();
        String key = instruction.pledged()
                ? InstructionTopic.PLEDGES + slot.substring(InstructionTopic.SLOTS.length())
                : slot;
        return new ExtractedFact(
                text,
                sentence,
                instruction.pledged() ? persons.speaker() : InstructionTopic.SUBJECT,
                key,
                instruction.value(),
                instruction.intent(),
                EntityFinder.find(text, instruction.told(), persons.speaker(), true, persons),
                List.of(),
                null,
                CONFIDENCE);
    }
}
