package io.everknown.memory.extraction;

import io.everknown.memory.extraction.InstructionLexicon.Cue;
import io.everknown.memory.extraction.InstructionOpening.Opened;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds standing instructions in a sentence, and leaves the rest of it to others. */
final class InstructionReader {

    private static final Set<String> JOINTS =
            Set.of(",", ";", ":", "and", "but", "then", "-", "–", "—", "also", "plus");
    private static final Set<String> SUBJECTS = Set.of("i", "we", "he", "she", "it", "they", "my", "our");
    private static final Set<String> MUST = Set.of("should", "must", "need", "have", "has", "needs", "shall");
    private static final int MIN_WORDS = 2;

    private final InstructionLexicon lexicon;
    private final InstructionOpening opening;
    private final InstructionParser parser;

    InstructionReader(InstructionLexicon lexicon) {
        this.lexicon = lexicon;
        this.opening = new InstructionOpening(lexicon);
        this.parser = new InstructionParser(lexicon);
    }

    /**
     * A piece of a sentence.
     *
     * @param words all of its words
     * @param instruction what it says, or null if it is something else
     * @param recalled whether it only tells what was in force before
     */
    record Piece(List<Token> words, @Nullable Instruction instruction, boolean recalled) {}

    /**
     * The pieces of a sentence, in order.
     *
     * @param thing what was spoken of before, as words, for "them"; or empty
     * @return nothing if no piece is an instruction
     */
    List<Piece> read(List<Token> sentence, List<Token> thing) {
        List<Token> tokens = Literals.merge(sentence);
        List<Piece> pieces = new ArrayList<>();
        Instruction last = null;
        List<Token> spoken = thing;
        for (List<Token> words : split(tokens)) {
            Opened opened = opening.read(words, 0);
            Instruction found = opened == null ? null : parser.read(opened, last, spoken);
            boolean recalled = found == null && opened != null && opened.recalled();
            if (opened != null && found != null) {
                last = found;
                spoken = opened.topicWords(spoken);
            }
            pieces.add(new Piece(words, found, recalled));
        }
        if (last == null) {
            return List.of();
        }
        return merged(pieces);
    }

    /** With neighbouring pieces that say something else put together again. */
    private static List<Piece> merged(List<Piece> pieces) {
        List<Piece> merged = new ArrayList<>();
        for (Piece piece : pieces) {
            Piece before = merged.isEmpty() ? null : merged.getLast();
            boolean plain = piece.instruction() == null && !piece.recalled();
            if (plain && before != null && before.instruction() == null && !before.recalled()) {
                List<Token> words = new ArrayList<>(before.words());
                words.addAll(piece.words());
                merged.set(merged.size() - 1, new Piece(words, null, false));
            } else {
                merged.add(piece);
            }
        }
        return merged;
    }

    private List<List<Token>> split(List<Token> tokens) {
        List<List<Token>> pieces = new ArrayList<>();
        int start = 0;
        boolean conditional = opening.opensCondition(tokens, 0);
        for (int i = 1; i < tokens.size() - 1; i++) {
            if (!JOINTS.contains(tokens.get(i).lower())) {
                continue;
            }
            int next = i;
            while (next < tokens.size() && JOINTS.contains(tokens.get(next).lower())) {
                next++;
            }
            if (tokens.size() - next < MIN_WORDS || words(tokens, start, i) < MIN_WORDS) {
                continue;
            }
            if (conditional && tokens.get(i).is(",")) {
                conditional = false;
                continue;
            }
            if (begins(tokens, next, tokens.get(i))) {
                pieces.add(tokens.subList(start, i));
                start = next;
                conditional = opening.opensCondition(tokens, start);
                i = next;
            }
        }
        pieces.add(tokens.subList(start, tokens.size()));
        return pieces;
    }

    private static long words(List<Token> tokens, int from, int to) {
        return tokens.subList(from, to).stream()
                .filter(t -> t.word() || t.tag().equals(Literals.TAG))
                .count();
    }

    private boolean begins(List<Token> tokens, int at, Token joint) {
        Token first = tokens.get(at);
        for (Cue cue :
                List.of(Cue.ASKS, Cue.NEVER, Cue.ENDS, Cue.STOPS, Cue.LASTING, Cue.PLEDGES, Cue.RECALLED, Cue.POLITE)) {
            int length = lexicon.match(cue, tokens, at);
            boolean weak = cue == Cue.POLITE || (cue == Cue.NEVER && first.is("not"));
            if (length > 0 && !(weak && !verb(tokens, at + length)) && at + length < tokens.size()) {
                return true;
            }
        }
        if (verb(tokens, at)) {
            return true;
        }
        if (SUBJECTS.contains(first.lower())) {
            return tokens.subList(at + 1, Math.min(tokens.size(), at + 4)).stream()
                    .anyMatch(Token::finite);
        }
        boolean noun = first.tag().startsWith("N")
                || first.tag().equals("JJ")
                || first.tag().equals("DT")
                || first.tag().equals("PRP$");
        return noun
                && !joint.is(":")
                && tokens.subList(at + 1, Math.min(tokens.size(), at + 7)).stream()
                        .anyMatch(t -> MUST.contains(t.lower()));
    }

    private boolean verb(List<Token> tokens, int at) {
        return lexicon.verbAt(tokens, at).stream().anyMatch(InstructionLexicon.Verb::base)
                && (tokens.get(at).tag().startsWith("VB") || at == 0);
    }
}
