package io.everknown.memory.extraction;

import io.everknown.memory.extraction.ExtractedFact.Intent;
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
        List<Token> tokens = withoutAsides(Literals.merge(sentence));
        List<Piece> pieces = new ArrayList<>();
        Instruction last = null;
        List<Token> spoken = thing;
        for (List<Token> words : InstructionGaps.filled(split(tokens), lexicon)) {
            Opened opened = opening.read(words, 0);
            Instruction found = opened == null ? null : parser.read(opened, last, spoken);
            boolean recalled = found == null && opened != null && opened.recalled();
            if (opened != null && found != null) {
                last = found;
                spoken = opened.topicWords(spoken);
            } else {
                spoken = InstructionFacts.thing(words, spoken);
            }
            pieces.add(new Piece(words, found, recalled));
        }
        if (last == null) {
            return List.of();
        }
        pieces.removeIf(piece -> piece.instruction() != null && isReplaced(piece.instruction(), pieces));
        return merged(pieces);
    }

    /** "Drop the old suffix and use …": what ends gives way to what comes in its place. */
    private static boolean isReplaced(Instruction ended, List<Piece> pieces) {
        return ended.intent() == Intent.END
                && pieces.stream()
                        .map(Piece::instruction)
                        .anyMatch(other -> other != null
                                && other.intent() == Intent.ASSERT
                                && other.topic().aspect().equals(ended.topic().aspect()));
    }

    /** Without "…, on the other hand, …". */
    private List<Token> withoutAsides(List<Token> tokens) {
        List<Token> kept = new ArrayList<>();
        for (int i = 0; i < tokens.size(); ) {
            int length = i > 0 && tokens.get(i).is(",") && i + 1 < tokens.size()
                    ? lexicon.match(Cue.POLITE, tokens, i + 1)
                    : 0;
            boolean aside = length > 0
                    && i + 1 + length < tokens.size()
                    && tokens.get(i + 1 + length).is(",");
            if (aside) {
                i += length + 2;
            } else {
                kept.add(tokens.get(i++));
            }
        }
        return kept;
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
            boolean title = tokens.get(i).is(":")
                    && tokens.subList(start, i).stream().noneMatch(Token::verb)
                    && i - start <= InstructionOpening.MAX_TITLE;
            conditional &= !title;
            if (!title && !opening.onlyCues(tokens, start, i) && begins(tokens, next)) {
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

    private boolean begins(List<Token> tokens, int at) {
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
        boolean noun = NounPhrase.noun(first)
                || first.tag().equals("JJ")
                || first.tag().equals("DT")
                || first.tag().equals("PRP$");
        boolean must = tokens.subList(at + 1, Math.min(tokens.size(), at + 7)).stream()
                .anyMatch(t -> MUST.contains(t.lower()));
        return noun && (must || restates(tokens, at));
    }

    /** "… variables end with _v". */
    private boolean restates(List<Token> tokens, int at) {
        for (int i = at + 1; i < Math.min(tokens.size() - 2, at + 4); i++) {
            boolean set = lexicon.verbAt(tokens, i).stream()
                    .anyMatch(v -> v.base() && v.kind() == InstructionLexicon.Kind.SET);
            if (set && tokens.get(i + 2).tag().equals(Literals.TAG)) {
                return true;
            }
        }
        return false;
    }

    /** A base form in a verb's place; where the tagger took it for a noun, what follows must look like its object. */
    private boolean verb(List<Token> tokens, int at) {
        if (lexicon.verbAt(tokens, at).stream().noneMatch(InstructionLexicon.Verb::base)) {
            return false;
        }
        String next = at + 1 < tokens.size() ? tokens.get(at + 1).tag() : "";
        boolean object = next.equals("NNS") || next.equals("DT") || next.equals("PRP$") || next.equals(Literals.TAG);
        return tokens.get(at).tag().startsWith("VB")
                || at == 0
                || (object
                        && InstructionChunks.of(tokens.subList(at, tokens.size()))
                                        .chunks()
                                        .size()
                                > 1);
    }
}
