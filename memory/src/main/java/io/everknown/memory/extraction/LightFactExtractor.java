package io.everknown.memory.extraction;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.extraction.ExtractedFact.Intent;
import io.everknown.memory.extraction.Extraction.Skipped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds facts without a language model: sentences are cut into clauses, retold in the third person and matched with
 * the slots of a {@link SlotCatalogue}. Errs on the side of keeping what says something about somebody. Linear in the
 * length of the turn; thread-safe if its tagger is.
 */
public final class LightFactExtractor implements FactExtractor {

    /** Name and version, written with each extraction. */
    public static final String VERSION = "light-2";

    /** As {@link #VERSION}, while a parser is at hand. */
    public static final String FULL_VERSION = "full-2";

    /** How many turns back a "forget that" is looked up in. */
    private static final int REACH = 12;

    private static final int MAX_TOKENS = 160;

    /** Longer turns are documents; reading them whole would hold up the conversation. */
    private static final int MAX_SENTENCES = 500;

    private static final Pattern LINK = Pattern.compile("(?:https?://|www\\.)\\S+");

    private final Tokens tokens;
    private final ClauseReader reader;
    private final SentenceSplitter splitter = new SentenceSplitter();
    private final ClauseSplitter clauses = new ClauseSplitter();
    private final InstructionFacts instructions;
    private final SyntaxAnalyser analyser;
    private final ForeignSpeech foreign;

    public LightFactExtractor(PartOfSpeechTagger tagger, SlotCatalogue slots, InstructionLexicon lexicon) {
        this(tagger, slots, lexicon, SyntaxAnalyser.NONE);
    }

    public LightFactExtractor(
            PartOfSpeechTagger tagger, SlotCatalogue slots, InstructionLexicon lexicon, SyntaxAnalyser analyser) {
        this(tagger, slots, lexicon, analyser, LanguageDetector.NONE);
    }

    /** Reads as English what {@code languages} does not take for another language. */
    public LightFactExtractor(
            PartOfSpeechTagger tagger,
            SlotCatalogue slots,
            InstructionLexicon lexicon,
            SyntaxAnalyser analyser,
            LanguageDetector languages) {
        this.analyser = analyser;
        this.foreign = new ForeignSpeech(languages);
        this.tokens = new Tokens(tagger);
        this.instructions = new InstructionFacts(lexicon);
        this.reader = new ClauseReader(new SlotMatcher(slots));
    }

    @Override
    public Extraction extract(Turn turn, List<Turn> before) {
        Context context =
                new Context(turn, before, persons(turn, before), isAssistant(turn), foreign.around(turn.content()));
        Findings findings = new Findings();
        List<Sentence> sentences = splitter.split(turn.content());
        sentences.stream().limit(MAX_SENTENCES).forEach(sentence -> read(sentence, context, findings));
        if (sentences.size() > MAX_SENTENCES) {
            findings.skipped.add(new Skipped(
                    sentences.get(MAX_SENTENCES).text(),
                    "this and all that follows: a turn is read up to its " + MAX_SENTENCES + "th sentence"));
        }
        InstructionFacts.withoutExamples(findings.facts, findings.skipped);
        String version = analyser.parser() == null ? VERSION : FULL_VERSION;
        return new Extraction(endingsLast(findings.facts), findings.skipped, version);
    }

    /** What surrounds a sentence. */
    record Context(Turn turn, List<Turn> before, Persons persons, boolean assistant, String language) {}

    private static final class Findings {
        private final List<List<Token>> sentences = new ArrayList<>();
        private final List<ExtractedFact> facts = new ArrayList<>();
        private final List<Skipped> skipped = new ArrayList<>();
        /** What was spoken of last, which "they" may mean. */
        private List<Token> thing = List.of();
    }

    private void read(Sentence sentence, Context context, Findings findings) {
        String text = sentence.text();
        String reason = unreadable(sentence);
        if (reason != null) {
            findings.skipped.add(new Skipped(text, reason));
            return;
        }
        String language = foreign.of(text, context.language());
        if (language != null) {
            keepUnread(text, language, context, findings);
            return;
        }
        List<Token> read = tokens.of(text);
        List<Token> all = read.subList(0, Math.min(read.size(), MAX_TOKENS));
        if (all.stream().noneMatch(Token::word)) {
            findings.skipped.add(new Skipped(text, "no words"));
            return;
        }
        List<Token> bare = LeadIns.without(all);
        List<Token> named = Antecedents.resolved(bare, () -> sentencesBefore(context, findings));
        findings.sentences.add(bare);
        readWords(text, all, bare, named, context, findings);
    }

    /** The sentences of this turn so far, behind those of the speaker's last turn. */
    private List<List<Token>> sentencesBefore(Context context, Findings findings) {
        List<List<Token>> sentences = new ArrayList<>();
        List<Turn> before = context.before();
        for (int i = before.size() - 1; i >= Math.max(0, before.size() - 2) && sentences.isEmpty(); i--) {
            if (before.get(i).subject().equals(context.turn().subject())) {
                splitter.split(before.get(i).content()).stream()
                        .filter(sentence -> sentence.kind() == Sentence.Kind.WORDS)
                        .limit(MAX_SENTENCES)
                        .forEach(sentence -> sentences.add(LeadIns.without(tokens.of(sentence.text()))));
            }
        }
        sentences.addAll(findings.sentences);
        return sentences;
    }

    private static @Nullable String unreadable(Sentence sentence) {
        return switch (sentence.kind()) {
            case CODE -> "code";
            case LINK -> "only a link";
            case IMAGE -> "a shared image";
            case WORDS -> withoutWords(sentence.text());
        };
    }

    private static @Nullable String withoutWords(String text) {
        if (text.codePoints().noneMatch(Character::isLetterOrDigit)) {
            return "no words";
        }
        String rest = LINK.matcher(text).replaceAll(" ");
        return rest.codePoints().noneMatch(Character::isLetterOrDigit) ? "only a link" : null;
    }

    /** What can't be read is kept in its words, and says so. */
    private static void keepUnread(String text, String language, Context context, Findings findings) {
        boolean question = text.endsWith("?") || text.endsWith("？") || text.endsWith("؟");
        if (question || context.assistant()) {
            findings.skipped.add(new Skipped(text, question ? "a question" : "general words of the assistant"));
        } else {
            findings.facts.add(ClauseReader.plain(
                            context.persons().speaker() + ": " + text, text, context, ExtractedFact.UNREAD_CONFIDENCE)
                    .unreadIn(language));
        }
    }

    /**
     * Takes the standing instructions out of a sentence, and reads the rest of it as statements.
     *
     * @param sentence the words without their lead-in
     * @param named the sentence with what its pronouns mean
     */
    private void readWords(
            String text,
            List<Token> whole,
            List<Token> sentence,
            List<Token> named,
            Context context,
            Findings findings) {
        String plain = Tokens.join(named);
        boolean passing = context.assistant() || Farewells.endsTalk(plain) || SmallTalk.asksOnce(plain);
        List<InstructionReader.Piece> pieces =
                passing ? List.of() : instructions.pieces(whole, sentence, findings.thing);
        findings.thing = InstructionFacts.thing(sentence, findings.thing);
        if (pieces.isEmpty()) {
            readStatements(text, text.stripTrailing().endsWith("?"), named, context, findings);
            return;
        }
        for (InstructionReader.Piece piece : pieces) {
            Instruction instruction = piece.instruction();
            if (instruction != null) {
                findings.facts.add(InstructionFacts.fact(instruction, text, context));
            } else if (piece.recalled()) {
                findings.skipped.add(new Skipped(quoted(piece.words(), text), "tells what was asked for before"));
            } else {
                List<Token> rest = LeadIns.without(piece.words());
                if (!rest.isEmpty()) {
                    boolean question = Tokens.join(piece.words()).endsWith("?");
                    readStatements(quoted(piece.words(), text), question, rest, context, findings);
                }
            }
        }
    }

    /** Words of a sentence as they stand in it, or the whole of it where they were written out differently. */
    private static String quoted(List<Token> words, String sentence) {
        String joined = Tokens.join(words);
        return sentence.contains(joined) ? joined : sentence;
    }

    private void readStatements(
            String text, boolean question, List<Token> sentence, Context context, Findings findings) {
        String plain = Tokens.join(sentence);
        if (!context.assistant() && takenBack(text, plain, sentence, context, findings)) {
            return;
        }
        List<Token> stated = question ? Questions.statementIn(sentence) : sentence;
        if (stated.isEmpty()) {
            findings.skipped.add(new Skipped(text, "a question"));
            return;
        }
        int lead = TakingBack.correction(Tokens.join(stated));
        boolean corrected = lead > 0;
        List<Token> body = corrected ? behind(stated, lead) : stated;
        int known = findings.facts.size();
        String reason = null;
        for (List<Token> clause : clauses.split(body)) {
            List<Token> whole = LeadIns.without(clause);
            if (findings.facts.size() > known
                    && findings.facts.getLast().intent() != Intent.ASSERT
                    && Farewells.refersBack(whole)) {
                continue;
            }
            String why = whole.isEmpty() ? "no words" : reader.read(whole, text, context, corrected, findings.facts);
            reason = reason == null ? why : reason;
        }
        if (findings.facts.size() == known) {
            findings.skipped.add(new Skipped(text, reason != null ? reason : "nothing about anyone"));
        }
    }

    private boolean takenBack(String text, String plain, List<Token> sentence, Context context, Findings findings) {
        if (TakingBack.takesAllBack(plain)) {
            List<ExtractedFact> said = saidBefore(context, findings);
            if (said.isEmpty()) {
                findings.skipped.add(new Skipped(text, "takes back something, but nothing was stated before"));
            } else {
                findings.facts.add(ClauseReader.retraction(said.getLast(), text));
            }
            return true;
        }
        String thing = TakingBack.takesBackAbout(plain);
        if (thing != null) {
            String words =
                    context.persons().named(thing.replaceFirst("(?i)^(?:the|a|an|living in|working at|having) ", ""));
            String key = words.toLowerCase(Locale.ROOT);
            List<ExtractedFact> said = saidBefore(context, findings).stream()
                    .filter(f -> f.text().toLowerCase(Locale.ROOT).contains(key))
                    .toList();
            findings.facts.add(
                    said.isEmpty()
                            ? ClauseReader.withIntent(
                                    ClauseReader.plain(context.persons().speaker() + ": " + words, text, context, 0.6),
                                    Intent.RETRACT)
                            : ClauseReader.retraction(said.getLast(), text));
            return true;
        }
        String unspoken = Farewells.unspoken(plain);
        if (unspoken != null) {
            int end = clauseEnd(sentence);
            String asked = context.persons().told(sentence.subList(0, end));
            findings.facts.add(ClauseReader.withIntent(
                    ClauseReader.plain(context.persons().speaker() + ExtractedFact.ASKS + asked, text, context, 0.8),
                    Intent.END));
            List<Token> rest = LeadIns.without(sentence.subList(end, sentence.size()));
            if (rest.size() > 2 && !Farewells.refersBack(rest)) {
                readWords(text, rest, rest, rest, context, findings);
            }
            return true;
        }
        int that = TakingBack.takesBackThat(plain);
        if (that > 0) {
            List<ExtractedFact> facts = new ArrayList<>();
            List<Token> clause = behind(sentence, that);
            if (!clause.isEmpty()) {
                reader.read(clause, text, context, false, facts);
            }
            facts.forEach(f -> findings.facts.add(ClauseReader.retraction(f, text)));
            return !facts.isEmpty();
        }
        String erased = Farewells.erased(plain);
        if (erased != null) {
            findings.facts.add(ClauseReader.withIntent(
                    ClauseReader.plain(
                            context.persons().speaker() + ": "
                                    + context.persons().named(erased),
                            text,
                            context,
                            0.6),
                    Intent.RETRACT));
        }
        return erased != null;
    }

    /** Where the first clause of a sentence ends. */
    private static int clauseEnd(List<Token> sentence) {
        for (int i = 3; i < sentence.size(); i++) {
            if (!sentence.get(i).word() && ",;.!?-–—".contains(sentence.get(i).text())) {
                return i;
            }
        }
        return sentence.size();
    }

    /**
     * What has ended, behind what has begun: a new value closes the old one by itself, and what says only that the old
     * one is over has nothing more to close then.
     */
    private static List<ExtractedFact> endingsLast(List<ExtractedFact> facts) {
        if (facts.size() < 2 || facts.stream().noneMatch(f -> f.intent() == Intent.END)) {
            return facts;
        }
        List<ExtractedFact> ordered = new ArrayList<>();
        facts.stream().filter(f -> f.intent() != Intent.END).forEach(ordered::add);
        facts.stream()
                .filter(f -> f.intent() == Intent.END)
                .filter(f -> f.slot() == null
                        || f.value() != null
                        || ordered.stream().noneMatch(f::sameSlot))
                .forEach(ordered::add);
        return ordered;
    }

    /** What the speaker stated last: in this turn, else in the nearest turn before that holds a fact. */
    private List<ExtractedFact> saidBefore(Context context, Findings findings) {
        List<ExtractedFact> here = asserted(findings.facts);
        if (!here.isEmpty()) {
            return here;
        }
        List<Turn> before = context.before();
        List<ExtractedFact> facts = new ArrayList<>();
        for (int i = before.size() - 1; i >= Math.max(0, before.size() - REACH); i--) {
            Turn earlier = before.get(i);
            if (earlier.subject().equals(context.turn().subject())) {
                facts.addAll(0, asserted(extract(earlier, before.subList(0, i)).facts()));
            }
        }
        return facts;
    }

    private static List<ExtractedFact> asserted(List<ExtractedFact> facts) {
        return facts.stream().filter(f -> f.intent() == Intent.ASSERT).toList();
    }

    /** The tokens that begin at or after a place in the joined text. */
    private static List<Token> behind(List<Token> tokens, int offset) {
        for (int i = 1; i < tokens.size(); i++) {
            if (Tokens.join(tokens.subList(0, i)).length() >= offset - 1) {
                return LeadIns.without(tokens.subList(i, tokens.size()));
            }
        }
        return List.of();
    }

    private static boolean isAssistant(Turn turn) {
        return !turn.role().equalsIgnoreCase("user")
                && (turn.speaker() == null || turn.role().equalsIgnoreCase("assistant"));
    }

    /** "You" is known only where two speak. */
    private static Persons persons(Turn turn, List<Turn> before) {
        String speaker = name(turn);
        Set<String> others = before.stream()
                .map(LightFactExtractor::name)
                .filter(name -> !name.equals(speaker))
                .collect(Collectors.toSet());
        String addressee = others.size() == 1
                ? others.iterator().next()
                : others.isEmpty() && isAssistant(turn) ? "The user" : null;
        return new Persons(speaker, addressee != null && addressee.equals("The assistant") ? null : addressee);
    }

    /** Whom "I" means in a turn: the speaker by name, or by role where no name is given. */
    public static String name(Turn turn) {
        String speaker = turn.speaker();
        if (speaker != null && !speaker.isBlank()) {
            return speaker.strip();
        }
        String role = turn.role().isBlank() ? "user" : turn.role().strip().toLowerCase(Locale.ROOT);
        return "The " + role;
    }
}
