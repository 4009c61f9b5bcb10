package io.everknown.memory.extraction;

import io.everknown.memory.extraction.ExtractedFact.Intent;
import io.everknown.memory.extraction.InstructionChunks.Chunk;
import io.everknown.memory.extraction.InstructionLexicon.Cue;
import io.everknown.memory.extraction.InstructionLexicon.Kind;
import io.everknown.memory.extraction.InstructionLexicon.Verb;
import io.everknown.memory.extraction.InstructionOpening.Opened;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells what an instruction regulates from what it demands. */
final class InstructionParser {

    private static final Set<String> MUST = Set.of("should", "must", "shall", "will", "may", "can");
    private static final Set<String> MUST_TO = Set.of("need", "needs", "have", "has", "ought", "are", "is");
    private static final Set<String> PERSONS =
            Set.of("i", "he", "she", "it", "you", "who", "that", "this", "there", "what");
    private static final Set<String> SINGLE =
            Set.of("a", "an", "this", "that", "some", "another", "him", "her", "me", "us");
    private static final Set<String> EACH = Set.of("every", "each", "all", "any");
    private static final Set<String> ADVERBS = Set.of("now", "only", "always", "also", "still", "just", "never", "not");

    private final InstructionLexicon lexicon;

    InstructionParser(InstructionLexicon lexicon) {
        this.lexicon = lexicon;
    }

    /** Who does what: a verb, what comes before it as its subject, and what follows. */
    private record Core(
            List<Token> subject, Verb verb, List<Token> rest, boolean known, boolean passive, boolean negated) {}

    /**
     * Reads an opened instruction.
     *
     * @param last the instruction before it in the same sentence, or null
     * @param thing what "them" means; or empty
     * @return null if it is none
     */
    @Nullable
    Instruction read(Opened opened, @Nullable Instruction last, List<Token> thing) {
        List<Token> spoken =
                opened.condition().isEmpty() ? thing : or(InstructionOpening.plural(opened.condition()), thing);
        Core core = declared(opened);
        boolean declared = core != null;
        if (core == null) {
            core = commanded(opened);
        }
        if (core == null || (opened.is(Cue.RECALLED) && !opened.is(Cue.LASTING)) || opened.is(Cue.ONCE)) {
            return null;
        }
        Demand demand = demand(core, opened, spoken);
        if (demand == null) {
            return null;
        }
        InstructionTopic topic = demand.topic;
        boolean inherits = topic.things().isEmpty()
                && last != null
                && core.subject.isEmpty()
                && core.verb.kind() == Kind.SET
                && core.rest.stream().noneMatch(t -> t.tag().startsWith("N"));
        if (inherits && last != null) {
            topic = new InstructionTopic(last.topic().things(), last.topic().contexts(), topic.aspect());
        }
        if (!accepted(opened, core, demand, declared)) {
            return null;
        }
        boolean negative = opened.is(Cue.NEVER) != core.negated || opened.is(Cue.STOPS);
        boolean ends = opened.is(Cue.ENDS) || opened.is(Cue.ANYMORE);
        String value = negative ? denied(demand.value) : demand.value;
        Intent intent = ends || opened.is(Cue.STOPS) ? Intent.END : Intent.ASSERT;
        List<Token> told = new ArrayList<>();
        boolean wanted = core.verb.lemma().equals("want") && !opened.asked().isEmpty();
        if (wanted) {
            told.addAll(opened.asked());
        }
        told.addAll(withThing(opened.told(), thing));
        return new Instruction(topic, value, intent, opened.is(Cue.PLEDGES), told);
    }

    private static String denied(String value) {
        return value.equals(Instruction.YES)
                ? Instruction.NO
                : value.equals(Instruction.NO) ? Instruction.YES : "not " + value;
    }

    private static List<Token> or(List<Token> first, List<Token> second) {
        return first.isEmpty() ? second : first;
    }

    /** With "them" or "they" replaced by what is meant, where that was said in another sentence. */
    private static List<Token> withThing(List<Token> words, List<Token> thing) {
        int they = 0;
        while (they < words.size()
                && !words.get(they).is("them")
                && !words.get(they).is("they")) {
            they++;
        }
        boolean inside = words.subList(0, they).stream().anyMatch(t -> t.tag().equals("NNS"));
        if (thing.isEmpty() || inside) {
            return words;
        }
        return words.stream()
                .flatMap(t -> t.is("them") || t.is("they") ? thing.stream() : Stream.of(t))
                .toList();
    }

    /** "Function names should start with x_", "our convention for names is camelCase". */
    private @Nullable Core declared(Opened opened) {
        List<Token> words = opened.core();
        if (words.getFirst().is("we") || words.getFirst().is("you")) {
            return null;
        }
        boolean wanted =
                !opened.asked().isEmpty() && opened.asked().getLast().lower().matches("want|prefer|like|need");
        if (words.getFirst().is("for") || wanted) {
            return forTo(words, wanted ? 0 : 1);
        }
        boolean command = words.getFirst().tag().equals("VB")
                && lexicon.verbAt(words, 0).stream().anyMatch(Verb::base);
        if (command && words.size() > 1 && !words.get(1).tag().equals("NNS")) {
            return null;
        }
        for (int i = 1; i < Math.min(words.size() - 1, 12); i++) {
            Token token = words.get(i);
            boolean to = MUST_TO.contains(token.lower())
                    && i + 1 < words.size()
                    && words.get(i + 1).is("to");
            boolean must = MUST.contains(token.lower()) || to;
            boolean now = !must
                    && i > 0
                    && words.get(i).is("now")
                    && !lexicon.verbAt(words, i + 1).isEmpty();
            boolean is = (token.is("is") || token.is("are")) && !to;
            boolean needs = (token.is("need") || token.is("needs")) && !to;
            if (must || now || is || needs) {
                List<Token> subject = words.subList(0, i);
                boolean person = subject.stream()
                        .anyMatch(t ->
                                PERSONS.contains(t.lower()) || t.tag().startsWith("W") || t.is("when") || t.is("if"));
                boolean verbBefore = subject.stream().anyMatch(Token::finite);
                if (person
                        || verbBefore
                        || (is
                                && !opened.is(Cue.ASKS)
                                && !(opened.is(Cue.ANYMORE) && needless(words.subList(i + 1, words.size())))
                                && !states(subject, opened))) {
                    return null;
                }
                return predicate(subject, words, i + (to ? 2 : is || needs ? 0 : 1));
            }
            boolean finite = token.finite()
                    && !token.tag().equals("MD")
                    && !(i == 1
                            && words.getFirst().tag().startsWith("NN")
                            && words.size() > 3
                            && words.get(2).finite());
            if (finite) {
                boolean lasting = (opened.is(Cue.LASTING) || opened.is(Cue.ASKS))
                        && !lexicon.verbAt(words, i).isEmpty()
                        && i <= 5
                        && subjectOnly(words.subList(0, i));
                boolean restated = i <= 5
                        && subjectOnly(words.subList(0, i))
                        && plural(words.subList(0, i))
                        && !literals(words).isEmpty()
                        && lexicon.verbAt(words, i).stream().anyMatch(v -> v.kind() == Kind.SET);
                if (restated) {
                    opened.cues().add(Cue.PLEDGES);
                }
                return lasting || restated ? predicate(words.subList(0, i), words, i) : null;
            }
        }
        return null;
    }

    /** "… are no longer needed". */
    private static boolean needless(List<Token> predicate) {
        return predicate.stream()
                .anyMatch(t -> t.is("needed") || t.is("required") || t.is("necessary") || t.is("mandatory"));
    }

    private static boolean subjectOnly(List<Token> words) {
        return words.stream().anyMatch(NounPhrase::noun)
                && words.stream()
                        .noneMatch(t -> PERSONS.contains(t.lower()) || t.tag().equals("IN"));
    }

    /** "For every class to have a test". */
    private @Nullable Core forTo(List<Token> words, int from) {
        for (int i = from + 1; i < Math.min(words.size() - 2, 8); i++) {
            if (words.get(i).is("to") && subjectOnly(words.subList(from, i))) {
                return predicate(words.subList(from, i), words, i + 1);
            }
        }
        return null;
    }

    /** Whether "… is …" states a rule: by its head noun, or since it is meant to last. */
    private boolean states(List<Token> subject, Opened opened) {
        boolean mine =
                subject.getFirst().is("my") && subject.stream().anyMatch(t -> t.is("favourite") || t.is("favorite"));
        boolean rule = subject.stream().anyMatch(t -> lexicon.rules().contains(Lemmas.noun(t.lower())));
        return !mine && (rule || opened.is(Cue.LASTING)) && subject.size() <= 9;
    }

    private @Nullable Core predicate(List<Token> subject, List<Token> words, int at) {
        int i = at;
        boolean negated = false;
        while (i < words.size()
                && (ADVERBS.contains(words.get(i).lower()) || words.get(i).tag().equals("RB"))) {
            negated |= words.get(i).is("not") || words.get(i).is("never");
            i++;
        }
        if (i >= words.size()) {
            return null;
        }
        boolean be =
                words.get(i).is("be") || words.get(i).is("is") || words.get(i).is("are");
        if (be) {
            i++;
            while (i < words.size()
                    && (ADVERBS.contains(words.get(i).lower())
                            || words.get(i).is("to")
                            || words.get(i).is("be"))) {
                negated |= words.get(i).is("not") || words.get(i).is("never");
                i++;
            }
            if (i >= words.size()) {
                return null;
            }
        }
        List<Verb> verbs = lexicon.verbAt(words, i);
        boolean participle = be && !verbs.isEmpty() && verbs.stream().noneMatch(Verb::base);
        if (be && !participle) {
            return new Core(
                    subject,
                    new Verb("be", Kind.SET, "state", true),
                    words.subList(i, words.size()),
                    true,
                    false,
                    negated);
        }
        if (verbs.isEmpty()) {
            String lemma = Relations.lemma(words.get(i).lower());
            return new Core(
                    subject,
                    new Verb(lemma, Kind.HAVE, lemma, true),
                    words.subList(i + 1, words.size()),
                    false,
                    be,
                    negated);
        }
        Verb verb = chosen(verbs, words, i);
        return new Core(subject, verb, words.subList(i + length(verb), words.size()), true, be, negated);
    }

    private static int length(Verb verb) {
        return verb.lemma().split(" ").length;
    }

    /** "Use tabs", "we use tabs", "using tabs" after "stop". */
    private @Nullable Core commanded(Opened opened) {
        List<Token> words = opened.core();
        int i = 0;
        boolean negated = false;
        if (words.getFirst().is("we") || words.getFirst().is("you")) {
            if (words.size() == 1) {
                return null;
            }
            i = 1;
        }
        while (i < words.size() - 1
                && (ADVERBS.contains(words.get(i).lower())
                        || words.get(i).is("do")
                        || words.get(i).is("to"))) {
            negated |= words.get(i).is("not") || words.get(i).is("never");
            i++;
        }
        List<Verb> verbs = lexicon.verbAt(words, i);
        boolean gerund = opened.is(Cue.STOPS) || opened.is(Cue.NEVER) || opened.is(Cue.ENDS);
        if (!verbs.isEmpty() && (verbs.stream().anyMatch(Verb::base) || gerund) && i + 1 < words.size()) {
            Verb verb = chosen(verbs, words, i);
            int after = i + length(verb);
            return after >= words.size()
                    ? null
                    : new Core(List.of(), verb, words.subList(after, words.size()), true, false, negated);
        }
        boolean told = (opened.is(Cue.LASTING) || opened.is(Cue.NEVER))
                && opened.told().stream().noneMatch(t -> t.is("want"));
        boolean verb = words.get(i).tag().equals("VB") || words.get(i).tag().equals("VBP");
        if (told && verb && i == 0 && words.size() > 1) {
            String lemma = words.get(i).lower();
            return new Core(
                    List.of(),
                    new Verb(lemma, Kind.HAVE, lemma, true),
                    words.subList(i + 1, words.size()),
                    false,
                    false,
                    negated);
        }
        boolean wanted = !opened.asked().isEmpty()
                && opened.asked().getLast().lower().matches("want|prefer|like|need")
                && !words.getFirst().is("to");
        boolean unwanted = opened.told().stream().anyMatch(t -> t.is("avoid") || t.is("want"));
        boolean more = opened.told().stream().anyMatch(t -> t.is("more"))
                && words.getFirst().tag().startsWith("N");
        boolean noMore = (opened.is(Cue.NEVER) || opened.is(Cue.ENDS)) && (unwanted || more);
        boolean dropped = opened.is(Cue.ENDS) && words.getFirst().tag().matches("N.*|DT|JJ|LIT");
        return wanted || noMore || dropped
                ? new Core(List.of(), new Verb("want", Kind.HAVE, "", true), words, true, false, negated)
                : null;
    }

    /** Of several readings of a verb that which fits what follows. */
    private Verb chosen(List<Verb> verbs, List<Token> words, int at) {
        Verb first = verbs.getFirst();
        if (verbs.size() == 1) {
            return first;
        }
        InstructionChunks chunks =
                InstructionChunks.of(words.subList(Math.min(words.size(), at + length(first)), words.size()));
        boolean value = chunks.value(lexicon) != null
                || !NounPhrase.of(chunks.object(), lexicon, List.of(), false)
                        .modifiers()
                        .isEmpty();
        Kind wanted = value ? Kind.SET : Kind.HAVE;
        return verbs.stream().filter(v -> v.kind() == wanted).findFirst().orElse(first);
    }

    private record Demand(InstructionTopic topic, String value, boolean certain) {}

    private static Demand denied(Demand demand) {
        return new Demand(demand.topic, denied(demand.value), demand.certain);
    }

    private @Nullable Demand demand(Core core, Opened opened, List<Token> thing) {
        InstructionChunks chunks = InstructionChunks.of(core.rest);
        List<Token> object = chunks.object();
        Kind kind = core.verb.kind();
        if (!core.subject.isEmpty() && (core.passive || kind == Kind.SET)) {
            List<Token> whole = new ArrayList<>(core.subject);
            whole.addAll(core.verb.lemma().equals("be") ? List.of() : object);
            List<Chunk> cut = new ArrayList<>(chunks.chunks());
            if (core.verb.lemma().equals("be") && !object.isEmpty()) {
                cut.add(1, new Chunk("with", object, false));
            }
            cut.set(0, new Chunk("", whole, false));
            chunks = new InstructionChunks(cut);
        }
        List<String> contexts = contexts(core, opened, kind, thing);
        return switch (kind) {
            case USE -> used(core, chunks, contexts, thing);
            case SET -> set(core, chunks, contexts, thing);
            case SWAP -> swapped(chunks, contexts, thing);
            case HAVE -> had(core, chunks, contexts, thing);
            case LACK -> denied(had(core, chunks, contexts, thing));
        };
    }

    private List<String> contexts(Core core, Opened opened, Kind kind, List<Token> thing) {
        List<String> contexts = new ArrayList<>(nouns(opened.condition(), thing));
        if (!core.subject.isEmpty() && !core.passive && kind != Kind.SET) {
            contexts.addAll(nouns(core.subject, thing));
        }
        return contexts;
    }

    private List<String> nouns(List<Token> phrase, List<Token> thing) {
        List<Token> without =
                phrase.stream().filter(t -> !t.verb() || t.tag().equals("VBN")).toList();
        return NounPhrase.of(without, lexicon, thing, true).nouns();
    }

    private Demand used(Core core, InstructionChunks chunks, List<String> contexts, List<Token> thing) {
        List<Token> object = chunks.object();
        List<String> targets = new ArrayList<>(contexts);
        String aspect = lexicon.aspectOf(text(object));
        for (Chunk chunk : chunks.chunks().subList(1, chunks.chunks().size())) {
            NounPhrase phrase = NounPhrase.of(chunk.words(), lexicon, thing, true);
            if (chunk.infinitive()) {
                List<Verb> verbs = lexicon.verbAt(chunk.words(), 0);
                aspect = verbs.isEmpty()
                        ? Relations.lemma(chunk.words().getFirst().lower())
                        : verbs.getFirst().aspect();
                phrase = NounPhrase.of(chunk.words().subList(1, chunk.words().size()), lexicon, thing, true);
            }
            aspect = phrase.aspect() == null ? aspect : phrase.aspect();
            targets.addAll(phrase.nouns());
        }
        NounPhrase phrase = NounPhrase.of(object, lexicon, thing, false);
        if (phrase.aspect() != null && (!phrase.modifiers().isEmpty() || aspect == null)) {
            aspect = phrase.aspect();
        }
        if (aspect != null) {
            List<String> things = targets.isEmpty() && !phrase.modifiers().isEmpty() && phrase.aspect() != null
                    ? phrase.nouns()
                    : targets;
            boolean valued =
                    lexicon.aspectOf(text(object)) == null && !literals(object).isEmpty();
            return new Demand(
                    new InstructionTopic(things, List.of(), aspect), valued ? literals(object) : text(object), true);
        }
        String head = phrase.head();
        if (head != null && lexicon.kinds().contains(head)) {
            List<Token> words = object.stream()
                    .filter(t -> !Lemmas.noun(t.lower()).equals(head))
                    .toList();
            return new Demand(
                    new InstructionTopic(List.of(NounPhrase.key(head)), targets, "choice"), text(words), true);
        }
        if (targets.isEmpty()) {
            boolean literal = phrase.nouns().isEmpty() && !literals(object).isEmpty();
            String quality =
                    phrase.modifiers().isEmpty() ? "presence" : NounPhrase.key(String.join("-", phrase.modifiers()));
            List<String> named = phrase.nouns().isEmpty()
                    ? List.of(NounPhrase.key(lexicon.canonical(text(object))))
                    : phrase.nouns();
            List<String> things = literal ? List.of(NounPhrase.key(literals(object))) : named;
            return new Demand(
                    new InstructionTopic(things, List.of(), literal ? "presence" : quality), Instruction.YES, literal);
        }
        boolean common = !object.isEmpty() && object.getLast().tag().equals("NNS");
        boolean purpose = chunks.chunks().stream()
                .anyMatch(chunk ->
                        chunk.preposition().equals("for") || chunk.preposition().equals("to"));
        if (common || !purpose) {
            List<String> things = phrase.nouns().isEmpty()
                    ? List.of(NounPhrase.key(lexicon.canonical(text(object))))
                    : phrase.nouns();
            boolean pronoun = object.size() == 1 && object.getFirst().tag().equals("PRP");
            return new Demand(
                    new InstructionTopic(things, targets, "presence"), Instruction.YES, core.known && !pronoun);
        }
        boolean pronoun = object.size() == 1 && object.getFirst().tag().equals("PRP");
        return new Demand(new InstructionTopic(targets, List.of(), "choice"), text(object), core.known && !pronoun);
    }

    private @Nullable Demand set(Core core, InstructionChunks chunks, List<String> contexts, List<Token> thing) {
        List<Token> object = chunks.object();
        Chunk value = chunks.value(lexicon);
        NounPhrase phrase = NounPhrase.of(object, lexicon, thing, value != null);
        List<String> around = new ArrayList<>(contexts);
        String aspect = phrase.aspect();
        for (Chunk chunk : chunks.chunks().subList(1, chunks.chunks().size())) {
            if (!chunk.equals(value)) {
                NounPhrase other = NounPhrase.of(chunk.words(), lexicon, thing, true);
                around.addAll(other.nouns());
                aspect = aspect == null ? other.aspect() : aspect;
            }
        }
        String demanded = value == null ? complement(object, phrase, core.verb) : text(value.words());
        if (demanded.isEmpty()) {
            return had(core, chunks, contexts, thing);
        }
        String known = lexicon.aspectOf(demanded);
        boolean number = known != null && known.equals("quantity");
        if (aspect == null || (core.verb.lemma().equals("be") && known != null && !number)) {
            aspect = known != null
                            && !number
                            && !core.verb.aspect().equals("prefix")
                            && !core.verb.aspect().equals("suffix")
                    ? known
                    : aspect == null ? aspect(core.verb, value) : aspect;
        }
        List<String> things = phrase.nouns();
        if (things.isEmpty() && contexts.isEmpty() && !core.verb.lemma().equals("be")) {
            String self = lexicon.canonical(core.verb.lemma());
            boolean telling = self.equals("answer") || (around.isEmpty() && known == null);
            things = telling ? List.of(NounPhrase.key(self)) : around;
        } else if (things.isEmpty()) {
            things = around;
        }
        boolean literal =
                value != null && value.words().stream().anyMatch(t -> t.tag().equals(Literals.TAG));
        return new Demand(
                new InstructionTopic(things, around, aspect), demanded, known != null || literal || value == null);
    }

    private static String aspect(Verb verb, @Nullable Chunk value) {
        boolean placed = value != null
                && Set.of("at", "on", "before", "between", "above", "below").contains(value.preposition());
        return placed && (verb.aspect().equals("state") || verb.aspect().equals("form")) ? "place" : verb.aspect();
    }

    /** What stands behind an object ("keep answers short") or describes it ("write short answers"). */
    private static String complement(List<Token> object, NounPhrase phrase, Verb verb) {
        int last = object.size() - 1;
        int noun = last;
        while (noun >= 0
                && !object.get(noun).tag().startsWith("N")
                && !object.get(noun).tag().equals("PRP")) {
            noun--;
        }
        if (noun >= 0 && noun < last) {
            return text(object.subList(noun + 1, last + 1));
        }
        if (noun < 0) {
            return text(object);
        }
        boolean names = verb.aspect().equals("name") && object.size() >= 3;
        return names && phrase.modifiers().isEmpty() ? object.getLast().text() : String.join(" ", phrase.modifiers());
    }

    private @Nullable Demand swapped(InstructionChunks chunks, List<String> contexts, List<Token> thing) {
        List<Chunk> all = chunks.chunks();
        Chunk value = chunks.value(lexicon);
        if (value == null) {
            return null;
        }
        NounPhrase phrase = NounPhrase.of(chunks.object(), lexicon, thing, true);
        List<String> around = new ArrayList<>(contexts);
        all.subList(1, all.size()).stream()
                .filter(chunk -> !chunk.equals(value))
                .forEach(chunk -> around.addAll(nouns(chunk.words(), thing)));
        String demanded = text(value.words());
        String known = lexicon.aspectOf(demanded);
        String aspect = phrase.aspect() != null ? phrase.aspect() : known != null ? known : "choice";
        boolean old = lexicon.aspectOf(text(chunks.object())) != null;
        return new Demand(
                new InstructionTopic(old ? around : phrase.nouns(), old ? List.of() : around, aspect),
                demanded,
                known != null || phrase.aspect() != null);
    }

    private Demand had(Core core, InstructionChunks chunks, List<String> contexts, List<Token> thing) {
        List<Token> object = chunks.object();
        NounPhrase phrase = NounPhrase.of(object, lexicon, thing, false);
        if (core.passive && !core.subject.isEmpty()) {
            phrase = NounPhrase.of(core.subject, lexicon, thing, true);
        }
        List<String> around = new ArrayList<>(contexts);
        String value = Instruction.YES;
        for (Chunk chunk : chunks.chunks().subList(1, chunks.chunks().size())) {
            around.addAll(nouns(chunk.words(), thing));
        }
        String literals = literals(core.rest);
        String known = null;
        String demanded = String.join(" ", phrase.modifiers());
        for (String text : List.of(text(object), demanded)) {
            known = known == null ? lexicon.aspectOf(text) : known;
        }
        boolean plain = core.verb.aspect().equals("presence");
        String fallback = core.known ? "presence" : core.verb.lemma();
        String aspect = phrase.aspect() != null ? phrase.aspect() : fallback;
        List<String> things = phrase.nouns();
        if (phrase.aspect() != null) {
            value = literals.isEmpty() ? demanded.isEmpty() ? Instruction.YES : demanded : literals;
            things = things.isEmpty() ? around : things;
        } else if (!literals.isEmpty()) {
            value = literals;
        } else if (!plain && known != null && !demanded.isEmpty()) {
            value = demanded;
            aspect = known.equals("quantity") ? "quantity" : known;
        } else if (!demanded.isEmpty() && !(plain && demanded.chars().noneMatch(Character::isDigit))) {
            boolean number = demanded.chars().anyMatch(Character::isDigit);
            aspect = number ? "quantity" : NounPhrase.key(demanded);
            value = number ? demanded : value;
        }
        if (things.isEmpty()) {
            things = around;
        }
        boolean certain = !literals.isEmpty() || known != null || phrase.aspect() != null;
        return new Demand(new InstructionTopic(things, around, aspect), value, certain);
    }

    /** Whether the words mean to instruct for good, as far as can be told. */
    private boolean accepted(Opened opened, Core core, Demand demand, boolean declared) {
        if (demand.topic.things().isEmpty() && demand.topic.contexts().isEmpty() && !demand.certain) {
            return opened.is(Cue.LASTING) && core.known;
        }
        if (core.verb.lemma().equals("want")) {
            return opened.is(Cue.LASTING)
                    || opened.is(Cue.NEVER)
                    || opened.is(Cue.ENDS)
                    || (demand.certain && !demand.topic.things().isEmpty() && !demand.value.equals(Instruction.YES));
        }
        boolean told = opened.is(Cue.LASTING);
        boolean each = Stream.concat(core.subject.stream(), core.rest.stream()).anyMatch(t -> EACH.contains(t.lower()));
        Token first = core.rest.isEmpty() ? null : core.rest.getFirst();
        boolean single = first != null && SINGLE.contains(first.lower()) && !each && !demand.certain;
        boolean we = opened.core().getFirst().is("we");
        if (opened.is(Cue.PLEDGES) || we) {
            boolean named = lexicon.aspectOf(demand.value) != null
                    || !literals(core.rest).isEmpty();
            return core.known && demand.certain && (!we || (named && (told || core.verb.kind() != Kind.HAVE)));
        }
        if (declared) {
            boolean asked = opened.is(Cue.ASKS) || opened.is(Cue.ENDS) || opened.is(Cue.ANYMORE);
            return core.known ? (told || asked || demand.certain || plural(core.subject)) && (!single || asked) : told;
        }
        if (told) {
            return true;
        }
        boolean asked = opened.is(Cue.ASKS) || opened.is(Cue.NEVER) || opened.is(Cue.ENDS) || opened.is(Cue.STOPS);
        boolean general = each
                || demand.certain
                || !InstructionOpening.plural(core.rest).isEmpty()
                || !InstructionOpening.plural(opened.condition()).isEmpty();
        boolean ends = opened.is(Cue.ENDS) || opened.is(Cue.ANYMORE);
        if (!asked && core.rest.stream().anyMatch(t -> t.is("is") || t.is("are") || t.is("was"))) {
            return false;
        }
        return core.known && (ends || !single) && (general || asked);
    }

    private static boolean plural(List<Token> subject) {
        return subject.stream()
                .anyMatch(t -> t.tag().equals("NNS") || EACH.contains(t.lower()) || t.is("they") || t.is("these"));
    }

    private static String literals(List<Token> words) {
        return words.stream()
                .filter(t -> t.tag().equals(Literals.TAG))
                .map(t -> unquoted(t.text()))
                .collect(Collectors.joining(" "));
    }

    private static String unquoted(String text) {
        return text.length() > 2 && "'\"`“‘«„".indexOf(text.charAt(0)) >= 0
                ? text.substring(1, text.length() - 1)
                : text;
    }

    /** A phrase as a value: without articles and quotes. */
    private static String text(List<Token> words) {
        List<Token> kept = words.stream()
                .filter(t -> !t.is("the") && !t.is("a") && !t.is("an"))
                .map(t -> t.tag().equals(Literals.TAG) ? t.with(unquoted(t.text()), Literals.TAG) : t)
                .toList();
        return Tokens.join(kept).strip().replaceAll("^[,:;\\s]+|[,:;.!\\s]+$", "");
    }
}
