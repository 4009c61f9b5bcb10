package io.everknown.memory.extraction;

import io.everknown.memory.extraction.ExtractedFact.Intent;
import io.everknown.memory.extraction.LightFactExtractor.Context;
import io.everknown.memory.extraction.SlotMatcher.SlotMatch;
import io.everknown.memory.extraction.TakingBack.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes facts from one clause. */
final class ClauseReader {

    private static final Set<String> PASSING_ADVERBS = Set.of(
            "now",
            "currently",
            "still",
            "actually",
            "really",
            "just",
            "finally",
            "recently",
            "already",
            "also",
            "officially",
            "basically",
            "definitely",
            "probably",
            "mostly",
            "presently",
            "usually",
            "always");
    private static final Pattern INSTRUCTION = Pattern.compile(
            "(?:please )?(?:always|never|from now on|going forward|in (?:the )?future|do not ever|please do not|make sure (?:to|that|you)|whenever I\\b.*,)\\b.*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern HYPOTHETICAL = Pattern.compile(
            "(?:if|maybe|perhaps|suppose|imagine|I wish|I hope|what if)\\b.*", Pattern.CASE_INSENSITIVE);
    /** What only says when or how far a clause holds. */
    private static final Pattern OPENING = Pattern.compile(
            "(?:(?:these days|nowadays|lately|at the moment|right now|today|for now|as of (?:now|today|late)|of late|at present|it turns out(?: that)?|turns out|after all|in fact|in the end|over time|since then|to be fair|as it happens|(?:after|during|since|following|with|over|in|at|as|from) [^,.;!?]{3,70}),? )+(?=(?:I|we|my|our)\\b)",
            Pattern.CASE_INSENSITIVE);

    private static final Set<String> DETACHED =
            Set.of("he", "she", "it", "they", "that", "this", "there", "these", "those", "you", "who");

    private final SlotMatcher slots;

    ClauseReader(SlotMatcher slots) {
        this.slots = slots;
    }

    /**
     * Adds the facts of a clause.
     *
     * @return why there are none, or null if there are some
     */
    @Nullable
    String read(List<Token> clause, String sentence, Context context, boolean corrected, List<ExtractedFact> facts) {
        boolean instruction = INSTRUCTION.matcher(Tokens.join(clause)).matches() && !startsWithPast(clause);
        List<Token> whole = instruction ? clause : withSubject(clause);
        Reading reading = TakingBack.read(whole, corrected);
        String plain = Tokens.join(whole);
        List<SlotMatch> matches =
                HYPOTHETICAL.matcher(plain).matches() ? List.of() : slots.match(matchable(reading.positive()));
        if (reading.denied() || (reading.intent() == Intent.END && matches.isEmpty())) {
            List<SlotMatch> asIs = slots.match(matchable(whole));
            if (!asIs.isEmpty()) {
                matches = asIs;
                reading = new Reading(Intent.ASSERT, whole, whole, false);
            }
        }
        matches = matches.stream().filter(m -> knows(m, context)).toList();
        if (!matches.isEmpty()) {
            addSlots(matches, reading, sentence, context, facts);
            return null;
        }
        if (!context.assistant() && instruction) {
            facts.add(fact(
                    context.persons().speaker()
                            + ExtractedFact.ASKS
                            + context.persons().told(whole),
                    sentence,
                    context.persons().speaker(),
                    null,
                    null,
                    reading,
                    whole,
                    context,
                    0.8));
            return null;
        }
        String smallTalk = SmallTalk.reason(clause, context.persons().addressee() != null);
        String reason = smallTalk != null ? smallTalk : SpeechActs.reason(plain, whole);
        if (reason != null) {
            return reason;
        }
        if (context.assistant() && !aboutAddressee(whole, context)) {
            return "general words of the assistant";
        }
        ExtractedFact told = plainFact(reading, whole, sentence, context);
        Instead.Change change = reading.intent() == Intent.ASSERT ? Instead.in(matchable(whole)) : null;
        facts.add(change == null ? told : told.instead(change.old(), change.now()));
        return null;
    }

    /** "Never been there" and "always wanted to" tell of the speaker; "never use tabs" tells others. */
    private static boolean startsWithPast(List<Token> clause) {
        return clause.stream()
                .limit(3)
                .anyMatch(t -> t.tag().equals("VBD")
                        || t.tag().equals("VBN")
                        || t.tag().equals("VBG"));
    }

    private static boolean knows(SlotMatch match, Context context) {
        String subject = match.subject() == null ? "" : match.subject().toLowerCase(Locale.ROOT);
        boolean you = subject.equals("you") || subject.startsWith("your");
        if (you) {
            return context.persons().addressee() != null;
        }
        return !context.assistant() && !DETACHED.contains(subject);
    }

    private void addSlots(
            List<SlotMatch> matches, Reading reading, String sentence, Context context, List<ExtractedFact> facts) {
        boolean first = true;
        for (SlotMatch match : matches) {
            Persons persons = context.persons();
            String subject = match.about() != null && !match.about().isEmpty()
                    ? match.about()
                    : match.subject() == null ? persons.speaker() : persons.named(match.subject());
            Intent intent = reading.intent() == Intent.ASSERT && (match.ended() || reading.denied())
                    ? Intent.END
                    : reading.intent();
            String template = match.slot().text();
            String value = match.value();
            boolean own = first && match.subject() != null;
            String text = template == null || value == null || own || intent != Intent.ASSERT
                    ? persons.told(reading.reported())
                    : template.replace("{subject}", subject)
                            .replace("{value}", value)
                            .replace("{qualifier}", qualifier(match.name()));
            boolean aboutOther = match.subject() != null
                    && match.subject().toLowerCase(Locale.ROOT).startsWith("you");
            double confidence = context.assistant() || aboutOther ? 0.5 : 0.9;
            Reading meant = new Reading(intent, reading.positive(), reading.reported(), false);
            facts.add(fact(text, sentence, subject, match, value, meant, reading.reported(), context, confidence));
            first = false;
        }
    }

    private static String qualifier(String name) {
        return name.substring(name.indexOf('/') + 1).replace('_', ' ');
    }

    private static ExtractedFact plainFact(Reading reading, List<Token> whole, String sentence, Context context) {
        Persons persons = context.persons();
        String told = persons.told(reading.reported());
        String subject = subject(whole, persons);
        boolean fragment = whole.stream().noneMatch(Token::verb);
        boolean speaks = told.contains(persons.speaker());
        boolean aboutAddressee = persons.addressee() != null && subject.equals(persons.addressee());
        if (fragment) {
            told = persons.speaker() + ": " + told;
        } else if (!speaks
                && (subject.equals(persons.speaker())
                        || DETACHED.contains(whole.getFirst().lower()))) {
            told = persons.speaker() + " says: " + told;
        }
        double confidence = context.assistant() || aboutAddressee ? 0.5 : fragment ? 0.45 : 0.7;
        return fact(told, sentence, subject, null, null, reading, reading.reported(), context, confidence);
    }

    private static String subject(List<Token> clause, Persons persons) {
        Token first = clause.getFirst();
        int verb = 0;
        while (verb < clause.size() && !clause.get(verb).verb()) {
            verb++;
        }
        boolean near = verb > 0 && verb <= 5 && verb < clause.size();
        if ((first.is("my") || first.is("our") || first.is("your")) && near) {
            String phrase = Tokens.join(clause.subList(0, verb).stream()
                    .filter(t -> (!t.tag().equals("RB") && t.word()) || t.tag().equals("POS"))
                    .toList());
            boolean simple = clause.subList(0, verb).stream()
                    .allMatch(t -> t.tag().startsWith("N")
                            || t.tag().startsWith("PRP")
                            || t.tag().equals("JJ")
                            || t.tag().equals("RB"));
            return simple && !(first.is("your") && persons.addressee() == null)
                    ? persons.named(phrase)
                    : persons.speaker();
        }
        String addressee = persons.addressee();
        if (first.is("you") && addressee != null) {
            return addressee;
        }
        boolean name = first.name()
                && near
                && clause.subList(0, verb).stream().allMatch(Token::name)
                && !first.text().equals("I");
        return name ? Tokens.join(clause.subList(0, verb)) : persons.speaker();
    }

    private static ExtractedFact fact(
            String text,
            String sentence,
            String subject,
            @Nullable SlotMatch match,
            @Nullable String value,
            Reading reading,
            List<Token> clause,
            Context context,
            double confidence) {
        Persons persons = context.persons();
        List<EntityMention> entities = new ArrayList<>(
                EntityFinder.find(text, clause, subject, match == null || match.about() == null, persons));
        List<RelationMention> relations = new ArrayList<>();
        if (match != null && value != null) {
            EntityType type = match.slot().valueType();
            if (type != null) {
                String key = EntityMention.key(value);
                entities.removeIf(e -> e.key().equals(key) && !e.name().equals(subject));
                entities.add(new EntityMention(value, type));
                String relation = match.slot().relation();
                if (relation != null && !key.equals(EntityMention.key(subject))) {
                    relations.add(new RelationMention(subject, relation, value));
                }
            }
        } else if (match == null) {
            Relations.read(clause, subject, entities).ifPresent(relations::add);
        }
        boolean dateless = reading.intent() == Intent.RETRACT || (match != null && match.about() != null);
        Instant since = dateless
                ? null
                : Moments.since(Tokens.join(clause), context.turn().occurredAt());
        return new ExtractedFact(
                text,
                sentence,
                subject,
                match == null ? null : match.name(),
                match == null ? null : value,
                reading.intent(),
                entities,
                relations,
                since,
                confidence);
    }

    /** A fact that is the speaker's words and nothing more. */
    static ExtractedFact plain(String text, String sentence, Context context, double confidence) {
        String speaker = context.persons().speaker();
        return new ExtractedFact(
                text,
                sentence,
                speaker,
                null,
                null,
                Intent.ASSERT,
                List.of(new EntityMention(speaker, EntityType.PERSON)),
                List.of(),
                null,
                confidence);
    }

    /** What takes a fact back. */
    static ExtractedFact retraction(ExtractedFact fact, String sentence) {
        return withIntent(
                new ExtractedFact(
                        fact.text(),
                        sentence,
                        fact.subject(),
                        fact.slot(),
                        fact.value(),
                        fact.intent(),
                        fact.entities(),
                        fact.relations(),
                        null,
                        fact.confidence()),
                Intent.RETRACT);
    }

    static ExtractedFact withIntent(ExtractedFact fact, Intent intent) {
        return new ExtractedFact(
                fact.text(),
                fact.sentence(),
                fact.subject(),
                fact.slot(),
                fact.value(),
                intent,
                fact.entities(),
                fact.relations(),
                fact.validFrom(),
                fact.confidence());
    }

    private static boolean aboutAddressee(List<Token> clause, Context context) {
        return context.persons().addressee() != null
                && (clause.getFirst().is("you") || clause.getFirst().is("your"))
                && clause.stream()
                        .noneMatch(t -> t.is("can")
                                || t.is("could")
                                || t.is("should")
                                || t.is("might")
                                || t.is("may")
                                || t.is("will")
                                || t.is("need"));
    }

    /** "Moved to Lisbon" as "I moved to Lisbon". */
    private static List<Token> withSubject(List<Token> clause) {
        if (!SpeechActs.startsElided(clause)) {
            return clause;
        }
        List<Token> whole = new ArrayList<>();
        whole.add(new Token("I", "PRP", false));
        int verb = 0;
        while (clause.get(verb).tag().equals("RB") && verb < clause.size() - 1) {
            verb++;
        }
        Token first = clause.get(verb);
        if (first.tag().equals("VBG")) {
            whole.add(new Token("am", "VBP", false));
        } else if (first.is("been")) {
            whole.add(new Token("have", "VBP", false));
        }
        Token start = clause.getFirst();
        String word = start.text();
        whole.add(
                start.name()
                        ? start
                        : new Token(
                                word.substring(0, 1).toLowerCase(Locale.ROOT) + word.substring(1),
                                start.tag().equals("VB") ? "VBP" : start.tag(),
                                false));
        whole.addAll(clause.subList(1, clause.size()));
        return whole;
    }

    /** The clause as slot patterns expect it: without adverbs and without what leads up to its subject. */
    private static String matchable(List<Token> clause) {
        List<Token> kept = new ArrayList<>();
        for (int i = 0; i < clause.size(); i++) {
            Token token = clause.get(i);
            boolean fromNow = i > 0 && token.is("now") && clause.get(i - 1).is("from");
            if (!PASSING_ADVERBS.contains(token.lower()) || i > 8 || fromNow) {
                kept.add(token);
            }
        }
        for (int i = 1; i < Math.min(kept.size(), 10); i++) {
            boolean comma = kept.get(i - 1).text().equals(",")
                    || kept.get(i - 1).is("ago")
                    || kept.get(i - 1).is("week")
                    || kept.get(i - 1).is("month")
                    || kept.get(i - 1).is("year");
            Token token = kept.get(i);
            if (comma
                    && (token.is("I") || token.is("my") || token.is("we") || token.is("our"))
                    && kept.subList(0, i).stream().noneMatch(Token::finite)) {
                return Tokens.join(kept.subList(i, kept.size()));
            }
        }
        String plain = Tokens.join(kept);
        Matcher opening = OPENING.matcher(plain);
        return opening.lookingAt() ? plain.substring(opening.end()) : plain;
    }
}
