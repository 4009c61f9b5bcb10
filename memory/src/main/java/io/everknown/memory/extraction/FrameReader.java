package io.everknown.memory.extraction;

import io.everknown.memory.extraction.Frame.Course;
import io.everknown.memory.extraction.Frame.Kind;
import io.everknown.memory.extraction.SyntaxTree.Node;
import io.everknown.memory.extraction.Values.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a statement: which thing is given which value. By its dependency tree where there is a parser, by
 * parts of speech alone else. Thread-safe; remembers what it read last.
 */
public final class FrameReader {

    private static final int REMEMBERED = 4_096;
    private static final int LONGEST = 60;
    private static final Set<String> HELPERS =
            Set.of("be", "have", "do", "get", "will", "would", "can", "could", "may");
    private static final Set<String> FROM = Set.of("from", "of", "than", "was", "not");
    private static final Set<String> UP_TO = Set.of("than", "about", "almost", "nearly", "around", "over", "exactly");

    private final Tokens tokens;
    private final SyntaxAnalyser analyser;
    private final ThingWords words;
    private final Replacements replacements;
    private final Map<Text, List<Frame>> remembered = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Text, List<Frame>> eldest) {
            return size() > REMEMBERED;
        }
    });

    public FrameReader(PartOfSpeechTagger tagger, SyntaxAnalyser analyser, ThingWords words) {
        this.tokens = new Tokens(tagger);
        this.analyser = analyser;
        this.words = words;
        this.replacements = new Replacements(words);
    }

    /**
     * The frames of a statement.
     *
     * @param text the statement in the third person
     * @param speaker who said it, as the text names them; the name tells no thing from another
     */
    public List<Frame> read(String text, String speaker) {
        SyntaxParser parser = analyser.parser();
        Text key = new Text(text, speaker, parser != null);
        List<Frame> known = remembered.get(key);
        if (known == null) {
            known = frames(text, speaker, parser);
            remembered.put(key, known);
        }
        return known;
    }

    /** The words by which frames are compared. */
    public ThingWords words() {
        return words;
    }

    /** The base forms of the words of a text that mean something. */
    public Set<String> content(String text, String subject) {
        return new Clause(tokens.of(impersonal(text, subject)), null, Set.of()).content(Set.of());
    }

    /** Whether a text tells of something past and over. */
    public boolean past(String text, String subject) {
        return new Clause(tokens.of(impersonal(text, subject)), null, Set.of()).past();
    }

    private record Text(String text, String subject, boolean parsed) {}

    private List<Frame> frames(String text, String subject, @Nullable SyntaxParser parser) {
        List<Token> all = tokens.of(impersonal(text, subject));
        if (all.size() < 2 || all.size() > LONGEST || text.endsWith("?")) {
            return List.of();
        }
        SyntaxTree tree = parser == null
                ? null
                : parser.parse(all.stream().map(Token::text).toArray(String[]::new));
        return frames(all, subject, tree);
    }

    /** As somebody would say it: with pronouns for the speaker, and without saying that it was said. */
    static String impersonal(String text, String speaker) {
        String said = text.startsWith(speaker + " says: ") ? text.substring(speaker.length() + 7) : text;
        said = said.startsWith(speaker + ": ") ? said.substring(speaker.length() + 2) : said;
        return speaker.isBlank()
                ? said
                : said.replace(speaker + " and others's", "their")
                        .replace(speaker + " and others'", "their")
                        .replace(speaker + " and others", "they")
                        .replace(speaker + "'s", "her")
                        .replace(speaker, "she");
    }

    /** For tokens that are parsed already. */
    List<Frame> frames(List<Token> all, String subject, @Nullable SyntaxTree tree) {
        Clause clause = new Clause(all, tree, owner(subject));
        List<Value> values = Values.in(all);
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i);
            if (isFormer(all, values, i)) {
                continue;
            }
            Frame frame = frame(clause, value, former(all, values, i), values);
            if (frame != null) {
                frames.add(frame);
            }
        }
        if (frames.isEmpty()) {
            replacements.find(clause).ifPresent(frames::add);
        }
        if (frames.isEmpty()) {
            Frame status = status(clause);
            if (status != null) {
                frames.add(status);
            }
        }
        return List.copyOf(frames);
    }

    private static Set<String> owner(String speaker) {
        Set<String> owner = new HashSet<>(Set.of("the", "user", "others"));
        owner.addAll(List.of(speaker.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)));
        return owner;
    }

    /** "From 65 % to 78 %", "78 % instead of 65 %", "down from 65 %": the 65. */
    private static boolean isFormer(List<Token> all, List<Value> values, int i) {
        Value value = values.get(i);
        int before = value.first() - 1;
        while (before > 0 && UP_TO.contains(all.get(before).lower())) {
            before--;
        }
        if (before < 0 || !FROM.contains(all.get(before).lower())) {
            return false;
        }
        String word = all.get(before).lower();
        String prior = before > 0 ? all.get(before - 1).lower() : "";
        boolean other = values.stream().anyMatch(v -> v.first() != value.first() && comparable(v, value));
        boolean instead = (word.equals("of") && (prior.equals("instead") || prior.equals("place")))
                || (word.equals("than") && prior.equals("rather"));
        return other
                && (word.equals("from") || word.equals("not") || instead || (word.equals("was") && prior.equals("(")));
    }

    private static boolean comparable(Value a, Value b) {
        return a.kind() == b.kind() || a.unit().isEmpty() || b.unit().isEmpty();
    }

    private static @Nullable String former(List<Token> all, List<Value> values, int i) {
        for (int j = 0; j < values.size(); j++) {
            if (j != i && isFormer(all, values, j) && comparable(values.get(i), values.get(j))) {
                return values.get(j).text();
            }
        }
        return null;
    }

    private @Nullable Frame frame(Clause clause, Value value, @Nullable String former, List<Value> values) {
        Set<Integer> taken = new HashSet<>();
        values.forEach(v -> {
            for (int i = v.first(); i <= v.last(); i++) {
                taken.add(i);
            }
        });
        Thing thing = clause.tree == null ? clause.nounsBefore(value, taken) : clause.thingOf(value, taken);
        Kind kind = value.kind();
        String unit = value.unit();
        Course course = course(clause, thing, value);
        if (kind == Kind.COUNT && unit.isEmpty() && former == null && course != Course.CHANGE) {
            return null;
        }
        Set<String> content = clause.content(taken);
        content.removeAll(thing.lemmas);
        Set<String> names = clause.names(taken);
        return new Frame(
                kind,
                words.of(unit),
                value.text(),
                former,
                words.of(thing.head),
                thing.lemmas,
                content,
                names,
                thing.verb,
                course);
    }

    private Course course(Clause clause, Thing thing, Value value) {
        Predicate<String> said = word -> clause.lemmas.contains(word) || clause.lowers.contains(word);
        boolean change = clause.changes(thing.verb) || words.nows().stream().anyMatch(said) || clause.changesAtAll();
        if (words.aims().stream().anyMatch(said) || clause.may()) {
            return Course.AIM;
        }
        if (clause.once() && clause.past("have")) {
            return Course.EVENT;
        }
        if (value.ordinal() || change) {
            return Course.CHANGE;
        }
        return !HELPERS.contains(thing.verb) && clause.past(thing.verb) ? Course.EVENT : Course.STATE;
    }

    /** "The API docs are approved". */
    private @Nullable Frame status(Clause clause) {
        int verb = clause.firstVerb();
        if (verb < 1) {
            return null;
        }
        for (int i = verb; i < clause.size(); i++) {
            String status = words.statuses().get(clause.lemma(i));
            status = status != null ? status : words.statuses().get(clause.lower(i));
            if (status == null && i + 1 < clause.size()) {
                status = words.statuses().get(clause.lower(i) + " " + clause.lower(i + 1));
            }
            if (status != null && i <= verb + 5) {
                Thing thing = clause.nounsUpTo(verb);
                if (thing.head.isEmpty() || clause.negated()) {
                    return null;
                }
                Set<String> content = clause.content(Set.of(i));
                content.removeAll(thing.lemmas);
                return new Frame(
                        Kind.STATUS,
                        "",
                        status,
                        null,
                        thing.head,
                        thing.lemmas,
                        content,
                        clause.names(Set.of()),
                        clause.lemma(verb),
                        Course.CHANGE);
            }
        }
        return null;
    }

    /** What a value is given to. */
    record Thing(String head, Set<String> lemmas, String verb) {

        /** With whoever does it: another's breakfast is another thing. */
        Thing and(Thing doer) {
            Set<String> both = new LinkedHashSet<>(lemmas);
            both.addAll(doer.lemmas);
            return new Thing(head, both, verb);
        }
    }

    /** The tokens of a statement with what is known of them. */
    final class Clause {

        private final List<Token> all;
        private final @Nullable SyntaxTree tree;
        private final Set<String> owner;
        private final List<String> base = new ArrayList<>();
        private final Set<String> lemmas;
        private final Set<String> lowers;

        private Clause(List<Token> all, @Nullable SyntaxTree tree, Set<String> owner) {
            this.all = all;
            this.tree = tree;
            this.owner = owner;
            for (int i = 0; i < all.size(); i++) {
                base.add(words.of(plainLemma(i)));
            }
            this.lemmas = new HashSet<>(base);
            this.lowers = all.stream().map(Token::lower).collect(Collectors.toSet());
        }

        private String plainLemma(int i) {
            Token token = all.get(i);
            if (tag(i).startsWith("NN")) {
                return Values.singular(token.lower());
            }
            if (tag(i).startsWith("VB")) {
                return tree == null
                        ? Relations.lemma(token.lower())
                        : tree.nodes().get(i).lemma();
            }
            return token.lower();
        }

        int size() {
            return all.size();
        }

        String lemma(int i) {
            return base.get(i);
        }

        String lower(int i) {
            return all.get(i).lower();
        }

        String tag(int i) {
            return tree == null ? all.get(i).tag() : tree.nodes().get(i).tag();
        }

        Set<String> lemmas() {
            return lemmas;
        }

        boolean owned(int i) {
            return owner.contains(all.get(i).lower());
        }

        boolean changes(String verb) {
            return words.changes().contains(verb);
        }

        boolean changesAtAll() {
            for (int i = 0; i < all.size(); i++) {
                boolean verb = tag(i).startsWith("VB") && words.changes().contains(base.get(i));
                boolean upTo = (all.get(i).is("up") || all.get(i).is("down"))
                        && i + 1 < all.size()
                        && (all.get(i + 1).is("to") || all.get(i + 1).is("from"));
                if (verb || upTo) {
                    return true;
                }
            }
            return lowers.contains("these") && lowers.contains("days");
        }

        boolean may() {
            for (int i = 0; i < all.size(); i++) {
                if (tag(i).equals("MD") && !all.get(i).is("will") && !all.get(i).is("can")) {
                    return true;
                }
            }
            return false;
        }

        boolean negated() {
            return lowers.contains("not") || lowers.contains("never");
        }

        /** Whether its first verb is in the past; "has read" is not, for what has been counted so far still holds. */
        boolean past() {
            int verb = firstVerb();
            return verb >= 0
                    && tag(verb).equals("VBD")
                    && !base.get(verb).equals("be")
                    && !base.get(verb).equals("have");
        }

        /** Whether a verb is in the past here. */
        boolean past(String verb) {
            for (int i = 0; i < all.size(); i++) {
                if (base.get(i).equals(verb) && tag(i).equals("VBD")) {
                    return true;
                }
            }
            return verb.isEmpty() && past();
        }

        /** Whether it is about one occasion. */
        boolean once() {
            return lowers.contains("today") || lowers.contains("yesterday") || lowers.contains("tonight");
        }

        int firstVerb() {
            for (int i = 0; i < all.size(); i++) {
                if (tag(i).equals("MD") || tag(i).equals("VBD") || tag(i).equals("VBP") || tag(i).equals("VBZ")) {
                    return i;
                }
            }
            return -1;
        }

        boolean content(int i) {
            String tag = tag(i);
            boolean open = tag.startsWith("NN")
                    || tag.startsWith("JJ")
                    || tag.startsWith("VB")
                    || tag.equals("FW")
                    || label(i);
            return open && all.get(i).word() && !owned(i) && !HELPERS.contains(base.get(i));
        }

        Set<String> content(Set<Integer> taken) {
            Set<String> content = new HashSet<>();
            for (int i = 0; i < all.size(); i++) {
                if (content(i) && !taken.contains(i)) {
                    content.add(base.get(i));
                }
            }
            return content;
        }

        Set<String> names(Set<Integer> taken) {
            Set<String> names = new HashSet<>();
            for (int i = 0; i < all.size(); i++) {
                String text = all.get(i).text();
                boolean number = tag(i).equals("CD");
                boolean name = (i > 0 && tag(i).startsWith("NNP") && Character.isUpperCase(text.codePointAt(0)))
                        || label(i)
                        || number;
                if (name && !owned(i) && !taken.contains(i)) {
                    names.add(base.get(i));
                }
            }
            for (int i = 1; i < all.size(); i++) {
                if (tag(i).equals("POS") && !owned(i - 1) && tag(i - 1).startsWith("NN")) {
                    names.add("of " + base.get(i - 1));
                }
            }
            return names;
        }

        private boolean thingWord(int i, Set<Integer> taken) {
            String tag = tag(i);
            return !taken.contains(i)
                    && !owned(i)
                    && (tag.startsWith("NN") || tag.startsWith("JJ") || tag.equals("CD") || label(i));
        }

        /** "B" of "module B", "v2", "parser.py". */
        private boolean label(int i) {
            String text = all.get(i).text();
            boolean letter = text.length() == 1 && Character.isUpperCase(text.charAt(0)) && i > 1;
            boolean mixed = text.length() > 1
                    && text.chars().anyMatch(Character::isLetter)
                    && text.chars().anyMatch(c -> Character.isDigit(c) || c == '.' || c == '_')
                    && !text.endsWith(".");
            return (letter && !text.equals("I")) || mixed;
        }

        Thing nounsUpTo(int end) {
            Set<String> found = new LinkedHashSet<>();
            String head = "";
            boolean closed = false;
            for (int i = 0; i < end; i++) {
                if (thingWord(i, Set.of())) {
                    found.add(base.get(i));
                    head = tag(i).startsWith("NN") && !closed ? base.get(i) : head;
                } else if (tag(i).equals("IN") && !head.isEmpty()) {
                    closed = true;
                }
            }
            return new Thing(head, found, "");
        }

        /** Without a tree: the nouns of the subject, of the object where the subject is the owner itself. */
        private Thing nounsBefore(Value value, Set<Integer> taken) {
            int verb = firstVerb();
            String first = "";
            for (int i = 0; i < all.size(); i++) {
                if (tag(i).startsWith("VB") && !HELPERS.contains(base.get(i))) {
                    first = base.get(i);
                    break;
                }
            }
            Set<String> found = new LinkedHashSet<>();
            String head = "";
            for (int part = 0; part < 2 && head.isEmpty(); part++) {
                int from = part == 0 ? 0 : Math.max(0, verb);
                int end = part == 0 ? Math.max(0, verb) : all.size();
                boolean closed = false;
                for (int i = from; i < end; i++) {
                    if (thingWord(i, taken)) {
                        found.add(base.get(i));
                        head = tag(i).startsWith("NN") && !closed ? base.get(i) : head;
                    } else if ((tag(i).equals("IN") || tag(i).equals("TO")) && !head.isEmpty()) {
                        closed = true;
                    }
                }
            }
            if (head.isEmpty() && value.kind() == Kind.COUNT) {
                head = value.unit();
            }
            return new Thing(head.isEmpty() ? first : head, head.isEmpty() ? Set.of(first) : found, first);
        }

        /** By the tree: up from the value to the noun or the verb it belongs to. */
        private Thing thingOf(Value value, Set<Integer> taken) {
            SyntaxTree known = java.util.Objects.requireNonNull(tree);
            Node at = anchor(known, value);
            if (value.kind() == Kind.COUNT && !value.unit().isEmpty()) {
                return counted(known, value, taken);
            }
            for (int steps = 0; steps < 8; steps++) {
                Node head = known.head(at).orElse(null);
                if (head == null) {
                    break;
                }
                boolean outside = head.index() < value.first() || head.index() > value.last();
                if (outside && head.noun() && !at.is("pobj") && !taken.contains(head.index())) {
                    return noun(known, head, verbAbove(known, head), taken);
                }
                if (outside && head.verb()) {
                    return ofVerb(known, head, at, value, taken);
                }
                at = head;
            }
            if (at.verb()) {
                return ofVerb(known, at, at, value, taken);
            }
            return nounsBefore(value, taken);
        }

        private Thing counted(SyntaxTree known, Value value, Set<Integer> taken) {
            Node noun = known.nodes().get(value.last());
            String verb = verbAbove(known, noun);
            Set<String> found = new LinkedHashSet<>();
            found.add(value.unit());
            addModifiers(known, noun, taken, found);
            addAttached(known, noun, taken, found);
            Node above = known.head(noun).orElse(null);
            while (above != null && !above.verb()) {
                above = known.head(above).orElse(null);
            }
            if (above != null) {
                Node subject = argument(known, above, noun, taken, "nsubj");
                if (subject != null && !changes(verb)) {
                    found.addAll(noun(known, subject, "", taken).lemmas);
                }
            }
            found.remove("");
            return new Thing(value.unit(), found.stream().map(words::of).collect(Collectors.toSet()), verb);
        }

        private Node anchor(SyntaxTree known, Value value) {
            for (int i = value.first(); i <= value.last(); i++) {
                int head = known.nodes().get(i).head();
                if (head < value.first() || head > value.last()) {
                    return known.nodes().get(i);
                }
            }
            return known.nodes().get(value.last());
        }

        private String verbAbove(SyntaxTree known, Node node) {
            Node at = node;
            for (int steps = 0; steps < 8; steps++) {
                Node head = known.head(at).orElse(null);
                if (head == null) {
                    break;
                }
                if (head.verb()) {
                    return base.get(head.index());
                }
                at = head;
            }
            return "";
        }

        private Thing ofVerb(SyntaxTree known, Node verb, Node from, Value value, Set<Integer> taken) {
            Node at = verb;
            for (int steps = 0; steps < 4; steps++) {
                Node object = argument(known, at, from, taken, "dobj");
                Node subject = argument(known, at, from, taken, "nsubj", "nsubjpass");
                Node thing = object != null ? object : subject;
                if (thing != null) {
                    Thing found = noun(known, thing, base.get(verb.index()), taken);
                    return object == null || subject == null || changes(base.get(at.index()))
                            ? found
                            : found.and(noun(known, subject, "", taken));
                }
                Node above = known.head(at).orElse(null);
                if (above == null || !above.verb() || !at.is("xcomp", "ccomp", "conj", "advcl", "dep")) {
                    break;
                }
                from = at;
                at = above;
            }
            String particle = known.child(verb, "prt").map(p -> " " + p.lemma()).orElse("");
            String does = words.of(base.get(verb.index()) + particle);
            Set<String> lemmas = new LinkedHashSet<>();
            if (value.kind() != Kind.COUNT && !HELPERS.contains(does)) {
                lemmas.add(does);
            }
            addAttached(known, verb, taken, lemmas);
            return new Thing(
                    lemmas.isEmpty() ? "" : lemmas.iterator().next(), lemmas, words.of(base.get(verb.index())));
        }

        private @Nullable Node argument(SyntaxTree known, Node verb, Node from, Set<Integer> taken, String... labels) {
            for (Node child : known.children(verb)) {
                boolean own = child.index() == from.index();
                if (child.is(labels)
                        && !own
                        && child.noun()
                        && !taken.contains(child.index())
                        && !owned(child.index())) {
                    return child;
                }
            }
            return null;
        }

        private Thing noun(SyntaxTree known, Node noun, String verb, Set<Integer> taken) {
            Set<String> found = new LinkedHashSet<>();
            found.add(base.get(noun.index()));
            addModifiers(known, noun, taken, found);
            addAttached(known, noun, taken, found);
            return new Thing(base.get(noun.index()), found, verb);
        }

        private void addModifiers(SyntaxTree known, Node noun, Set<Integer> taken, Set<String> found) {
            for (Node child : known.children(noun)) {
                boolean tells = child.is("compound", "amod", "nmod", "poss", "appos", "attr") || child.noun();
                if (tells && thingWord(child.index(), taken)) {
                    found.add(base.get(child.index()));
                    known.children(child).stream()
                            .filter(c -> c.is("compound", "amod", "nmod", "poss") && thingWord(c.index(), taken))
                            .forEach(c -> found.add(base.get(c.index())));
                }
            }
        }

        private void addAttached(SyntaxTree known, Node node, Set<Integer> taken, Set<String> found) {
            for (Node prep : known.children(node)) {
                if (prep.is("prep")) {
                    for (Node object : known.children(prep)) {
                        if (object.is("pobj") && thingWord(object.index(), taken)) {
                            found.add(base.get(object.index()));
                            addModifiers(known, object, taken, found);
                        }
                    }
                }
            }
        }
    }
}
