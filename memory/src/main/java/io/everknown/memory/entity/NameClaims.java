package io.everknown.memory.entity;

import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.extraction.Kin;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads from what was said which names are of one entity. English, and names in capitals; questions and suppositions
 * claim nothing.
 */
public final class NameClaims {

    private static final String WORD =
            "(?!(?:I|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February"
                    + "|March|April|June|July|August|September|October|November|December|And|But|Because|Who|Also|The|My|He|She"
                    + "|They|We|It|You|His|Her|This|That|God|Christmas|Easter)(?![\\p{L}'’]))"
                    + "\\p{Lu}[\\p{L}\\p{M}]*(?:['’-]\\p{L}[\\p{L}\\p{M}]+)*";
    private static final String NAME = WORD + "(?: (?:(?:van|von|de|der|da|del|la|di|bin|al) )*" + WORD + "){0,3}";
    private static final String ROLE =
            Roles.ADJECTIVES + "(?:" + Roles.LASTING + "|" + Roles.CHANGING + ")(?![\\p{L}\\p{N}-])";
    private static final String MINE = "(?:[Mm]y|[Oo]ur|" + NAME + "['’]s) " + ROLE;
    private static final String END = "(?![\\p{L}\\p{N}-])";
    private static final String QUOTED = "[\"“']?(?<b>" + NAME + ")[\"”']?";
    private static final String PEOPLE =
            "(?:[Ee]verybody|[Ee]veryone|[Pp]eople|[Ff]riends|[Tt]hey|[Ww]e(?: all)?|[Mm]ost people|(?:[Mm]y|[Oo]ur|[Hh]er"
                    + "|[Hh]is|[Tt]he) (?:friends|family|kids|colleagues|parents|whole family)|I)(?: (?:just|always|usually|all))?";

    /** "my sister Anna", "my sister, Anna, …", "my sister (Anna)"; not "with my sister, Anna and Tom". */
    private static final Pattern BESIDE = Pattern.compile("(?<a>" + MINE + ")(?<comma>,? \\(?| – | - )" + QUOTED + END);

    /** "my sister's name is Anna", "my sister is called Anna". */
    private static final Pattern NAMED = Pattern.compile("(?<a>" + MINE
            + ")(?:['’]s (?:first |full |real )?name(?:['’]s| is| was)|,?(?: who)?(?:['’]s| is| was|,)? (?:called|named)) "
            + QUOTED);

    /** "I have a sister called Anna". */
    private static final Pattern HAVE =
            Pattern.compile("\\bI(?:['’]ve got| have| had| got| adopted)(?: also)? an? (?<r>" + ROLE
                    + "),? (?:called|named) " + QUOTED);

    /** "Anna is my sister", "Anna, my sister,", "Anna (my sister)". */
    private static final Pattern BEFORE = Pattern.compile("(?<b>" + NAME + ")(?: is| was|['’]s|,| \\() ?(?<a>" + MINE
            + ")(?!['’]s)(?<after>[,.!;)]| and\\b| who\\b|$| now\\b)");

    /** "everybody calls me Liz". */
    private static final Pattern CALLS =
            Pattern.compile(PEOPLE + " (?:calls?|nicknamed) (?<a>me|him|her|" + MINE + "|" + NAME + ") " + QUOTED);

    /** "Elizabeth goes by Liz", "Elizabeth, also known as Liz", "Elizabeth, or Liz for short". */
    private static final Pattern GOES_BY = Pattern.compile("(?<a>" + MINE + "|" + NAME + "|I)(?:,? (?:who )?(?:also )?"
            + "(?:goes|go|went) by(?: the name(?: of)?)?|,? (?:is |was |am )?(?:also |better |otherwise )?known as|,? a\\.k\\.a\\.|,? aka"
            + "|,? (?:is |was )?nicknamed|['’]s nickname is|,? (?:is |was )?(?:also|usually|mostly) called)(?! the) "
            + QUOTED);

    private static final Pattern FOR_SHORT = Pattern.compile(
            "(?<a>" + MINE + "|" + NAME + ")(?:,| or|, or| \\(or)? (?:we call (?:him|her) )?" + QUOTED + " for short");
    private static final Pattern SHORT_FOR = Pattern.compile(
            QUOTED + "(?: is|['’]s|,|,? which is) (?:short|a nickname|the nickname|my nickname) (?:for|of) (?<a>" + NAME
                    + ")");
    private static final Pattern REAL_NAME = Pattern.compile(
            QUOTED + "['’]s (?:full|real|actual|given|proper|legal) name is (?:actually |really )?(?<a>" + NAME + ")");
    private static final Pattern BRACKETS = Pattern.compile("(?<a>" + NAME + ") \\((?<b>" + NAME + ")\\)");
    private static final Pattern QUOTES =
            Pattern.compile("(?<a>" + WORD + ") [\"“'](?<b>" + WORD + ")[\"”'](?<c>(?: " + WORD + ")?)");

    /** "my name is Elizabeth", "call me Liz", "my nickname is Liz". */
    private static final Pattern MY_NAME = Pattern.compile(
            "\\b[Mm]y (?:full |real |first )?name(?:['’]s| is) (?<b>" + NAME + ")(?=[,.!;]|$| and\\b| but\\b)");

    private static final Pattern CALL_ME = Pattern.compile(
            "(?:\\b(?:[Yy]ou can|[Jj]ust|[Pp]lease|[Ss]o|but)(?: just)? call me|^Call me|\\b[Mm]y nickname is) "
                    + QUOTED + "(?=[,.!;]|$| and\\b)");

    private static final Pattern SUPPOSED =
            Pattern.compile("^(?:[Ii]f|[Ww]hat if|[Ii]magine|[Ss]uppose|[Ll]et['’]s say)\\b");

    /** Longer turns are documents, and longer sentences nobody says. */
    private static final int MAX_SENTENCES = 500;

    private static final int MAX_LENGTH = 600;

    /** What stands in every sentence that a pattern can be found in; looking for it first is far cheaper. */
    private static final Pattern OWNER = Pattern.compile("(?:[Mm]y|[Oo]ur|['’]s) ");

    private static final Pattern NAMING = Pattern.compile(
            "name|[Cc]all|goes by|go by|went by|known as|a\\.k\\.a\\.|\\baka\\b|for short|short (?:for|of)");

    private static final Pattern MARKS = Pattern.compile("\\(| [\"“']");

    private static final Pattern OWNED = Pattern.compile(MINE);
    private static final Pattern NAMED_ALONE = Pattern.compile("(?<![\\p{L}\\p{N}'’-])" + NAME);

    private final String speaker;
    private final List<NameClaim> claims = new ArrayList<>();
    private String sentence = "";
    private String before = "";

    private NameClaims(String speaker) {
        this.speaker = speaker;
    }

    /**
     * The claims of a text.
     *
     * @param speaker whom facts are told about, such as "Olga" or "The user"
     */
    public static List<NameClaim> read(String text, String speaker) {
        NameClaims reading = new NameClaims(speaker);
        for (String sentence : sentences(text)) {
            reading.read(sentence);
        }
        return List.copyOf(reading.claims);
    }

    private static List<String> sentences(String text) {
        List<String> sentences = new ArrayList<>();
        for (String line : text.split("[\\r\\n]+")) {
            BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ENGLISH);
            breaks.setText(line.replace("a.k.a. ", "a.k.a.x").replaceAll("\\b(Mr|Mrs|Ms|Dr|St)\\. ", "$1.x"));
            int start = breaks.first();
            for (int end = breaks.next();
                    sentences.size() < MAX_SENTENCES && end != BreakIterator.DONE;
                    start = end, end = breaks.next()) {
                String sentence = line.substring(start, end).strip();
                if (!sentence.isEmpty() && sentence.length() <= MAX_LENGTH) {
                    sentences.add(sentence);
                }
            }
        }
        return sentences;
    }

    private void read(String words) {
        before = sentence;
        sentence = words;
        if (words.endsWith("?") || SUPPOSED.matcher(words).find()) {
            return;
        }
        if (OWNER.matcher(words).find()) {
            each(BESIDE, this::beside);
            each(BEFORE, this::before);
        }
        if (NAMING.matcher(words).find()) {
            each(NAMED, m -> role(m.group("a"), m.group("b")));
            each(HAVE, m -> role("my " + m.group("r"), m.group("b")));
            each(CALLS, m -> called(antecedent(m.group("a"), words.substring(0, m.start())), m.group("b")));
            each(GOES_BY, m -> called(m.group("a").equals("I") ? speaker : m.group("a"), m.group("b")));
            each(FOR_SHORT, m -> called(m.group("a"), m.group("b")));
            each(SHORT_FOR, m -> called(m.group("a"), m.group("b")));
            each(REAL_NAME, m -> called(m.group("a"), m.group("b")));
            each(MY_NAME, m -> self(m.group("b"), MergeKind.SELF));
            each(CALL_ME, m -> self(m.group("b"), MergeKind.CALLED));
        }
        if (MARKS.matcher(words).find()) {
            each(BRACKETS, this::brackets);
            each(QUOTES, m -> called(m.group("a") + m.group("c"), m.group("b")));
        }
    }

    private void each(Pattern pattern, java.util.function.Consumer<Matcher> take) {
        Matcher matcher = pattern.matcher(sentence);
        while (matcher.find()) {
            take.accept(matcher);
        }
    }

    private void beside(Matcher m) {
        String comma = m.group("comma");
        String rest = sentence.substring(m.end()).replaceFirst("^[\"”']", "");
        boolean listed = comma.startsWith(",")
                && (!rest.matches("(?s)(?:[,.!;)]|$| who\\b| is\\b| was\\b| has\\b).*")
                        || rest.matches("(?s),? (?:and|or) .*|, " + WORD + "\\b.*"));
        if (!listed) {
            role(m.group("a"), m.group("b"));
        }
    }

    private void before(Matcher m) {
        String gap = sentence.substring(m.end("b"), m.start("a"));
        String ahead = sentence.substring(0, m.start());
        boolean listed = gap.startsWith(",")
                && (m.group("after").contains("and") || (m.end() >= sentence.length() - 1 && ahead.contains(",")));
        boolean negated = ahead.matches("(?s).*\\b(?:not|isn['’]t|nor)\\b[^,;]*");
        if (!listed && !negated) {
            role(m.group("a"), m.group("b"));
        }
    }

    /** "Elizabeth (Liz)" and "International Business Machines (IBM)", but not "Anna (Oslo)". */
    private void brackets(Matcher m) {
        String a = m.group("a");
        String b = m.group("b");
        boolean shortForm = NameLikeness.shortForm(a.split(" ")[0], b) || NameLikeness.shortForm(b.split(" ")[0], a);
        if (shortForm || NameLikeness.initials(a, b)) {
            called(a, b);
        }
    }

    private void role(String phrase, String name) {
        String words = phrase.strip();
        boolean mine = words.matches("(?:[Mm]y|[Oo]ur) .*");
        String role = mine ? words.substring(words.indexOf(' ') + 1) : words;
        String owned = Kin.named(mine ? speaker + "'s " + role : role.replace('’', '\''));
        boolean pet = Roles.pet(role);
        add(mention(owned, pet), mention(name, pet), MergeKind.ROLE);
    }

    private void called(@Nullable String whom, String name) {
        if (whom == null) {
            return;
        }
        if (whom.equals(speaker)) {
            self(name, MergeKind.CALLED);
        } else if (whom.matches(MINE)) {
            role(whom, name);
        } else {
            add(mention(name), mention(whom), MergeKind.CALLED);
        }
    }

    private void self(String name, MergeKind kind) {
        add(mention(name), mention(speaker), kind);
    }

    /** Whom a pronoun means, where only one can be meant. */
    private @Nullable String antecedent(String whom, String ahead) {
        return switch (whom) {
            case "me" -> speaker;
            case "him", "her" -> {
                String here = sole(ahead);
                yield here != null ? here : sole(before);
            }
            default -> whom;
        };
    }

    /** The only person that words name. */
    private @Nullable String sole(String words) {
        Set<String> named = new LinkedHashSet<>();
        Matcher mine = OWNED.matcher(words);
        while (mine.find()) {
            named.add(mine.group());
        }
        Matcher names = NAMED_ALONE.matcher(mine.replaceAll(" "));
        while (names.find()) {
            named.add(names.group());
        }
        List<NameClaim> here =
                claims.stream().filter(claim -> claim.sentence().equals(words)).toList();
        if (here.size() == 1 && named.size() == 2) {
            return here.getFirst().entity().name();
        }
        return named.size() == 1 ? named.iterator().next() : null;
    }

    private static EntityMention mention(String name) {
        return mention(name, false);
    }

    private static EntityMention mention(String name, boolean pet) {
        return new EntityMention(name, pet ? EntityType.THING : EntityType.PERSON);
    }

    private void add(EntityMention alias, EntityMention entity, MergeKind kind) {
        NameClaim claim = new NameClaim(alias, entity, kind, sentence);
        boolean known = claims.stream()
                .anyMatch(c ->
                        c.alias().key().equals(alias.key()) && c.entity().key().equals(entity.key()));
        if (!known && !alias.key().equals(entity.key())) {
            claims.add(claim);
        }
    }
}
