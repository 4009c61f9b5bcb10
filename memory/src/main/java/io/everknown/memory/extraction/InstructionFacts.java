package io.everknown.memory.extraction;

import io.everknown.memory.extraction.LightFactExtractor.Context;
import java.util.List;
import java.util.regex.Pattern;

/** Standing instructions as facts. */
final class InstructionFacts {

    private static final double CONFIDENCE = 0.8;

    private static final Pattern EXAMPLE =
            Pattern.compile("(?:so |like |and )?(?:for example|for instance|e\\.g\\.)", Pattern.CASE_INSENSITIVE);

    private final InstructionReader reader;

    InstructionFacts(InstructionLexicon lexicon) {
        this.reader = new InstructionReader(lexicon);
    }

    /** The pieces of a sentence, or of what follows its lead-in, that holds an instruction; else nothing. */
    List<InstructionReader.Piece> pieces(List<Token> whole, List<Token> sentence, List<Token> thing) {
        List<InstructionReader.Piece> pieces = reader.read(whole, thing);
        return pieces.isEmpty() && sentence.size() < whole.size() ? reader.read(sentence, thing) : pieces;
    }

    /** What a later "they" may mean: the last plural of the sentence, else what it was before. */
    static List<Token> thing(List<Token> sentence, List<Token> before) {
        List<Token> plural = InstructionOpening.plural(sentence);
        return plural.isEmpty() ? before : plural;
    }

    /** Takes out what only explains an instruction of the same turn: it would outlive it. */
    static void withoutExamples(List<ExtractedFact> facts, List<Extraction.Skipped> skipped) {
        List<String> values = facts.stream()
                .filter(f -> f.slot() != null && f.slot().startsWith(InstructionTopic.SLOTS) && f.value() != null)
                .map(f -> String.valueOf(f.value()).replaceFirst("^not ", ""))
                .filter(value -> value.length() > 1 && !value.matches("[\\p{L}]+(?: .*)?"))
                .toList();
        boolean instructed = facts.stream().anyMatch(f -> InstructionTopic.of(f.slot()) != null);
        List<ExtractedFact> examples = facts.stream()
                .filter(f -> f.slot() == null)
                .filter(f -> values.stream().anyMatch(f.text()::contains)
                        || (instructed && EXAMPLE.matcher(f.sentence()).lookingAt()))
                .toList();
        facts.removeAll(examples);
        examples.forEach(
                f -> skipped.add(new Extraction.Skipped(f.sentence(), "explains an instruction of this turn")));
    }

    /** An instruction as a fact, told with who gave it. */
    static ExtractedFact fact(Instruction instruction, String sentence, Context context) {
        Persons persons = context.persons();
        String told = persons.told(instruction.told());
        boolean named = told.startsWith(persons.speaker());
        String text = named ? told : persons.speaker() + (instruction.pledged() ? " says: " : " asks: ") + told;
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
