package io.everknown.memory.decision;

import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.FrameReader;
import io.everknown.memory.extraction.Wording;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what of a fact must be the same in another that says the same. */
final class SignatureReader {

    private static final Pattern TOKEN =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}$€£%]+(?:['’.:,-][\\p{L}\\p{M}\\p{N}%]+)*");

    /** Words by which two statements differ in what they claim: who, how often, how surely, when, which way. */
    private static final Set<String> TELLING = Set.copyOf(List.of("""
            mother father mom dad mum sister brother son daughter wife husband partner boyfriend girlfriend uncle aunt cousin
            nephew niece grandmother grandfather grandma grandpa friend boss colleague coworker neighbour neighbor roommate
            ex twin stepmother stepfather fiance fiancee
            always never sometimes rarely seldom often usually occasionally every each all some most none both neither few
            many half only just almost barely hardly once twice daily weekly monthly yearly hourly
            want wants wanted plan plans planned planning hope hopes hoping hoped wish wishes might may could would should must
            will shall going try tries trying tried think thinks thinking thought consider considering considers maybe perhaps
            probably if unless except without used dream dreams dreaming
            before after first last next previous former other another new old second third again still already yet anymore
            start starts started starting stop stops stopped stopping begin begins began finish finishes finished quit quits
            buy buys bought sell sells sold lend lent borrow borrowed win won lose lost
            morning mornings noon afternoon afternoons evening evenings night nights midnight weekend weekends weekday weekdays
            spring summer autumn fall winter
            today yesterday tomorrow tonight ago recently lately soon later earlier now currently week weeks month months
            year years day days hour hours
            up down left right off more less better worse best worst bigger smaller older younger early late
            adore adores love loves hate hates like likes dislike dislikes enjoy enjoys afraid scared fear fears allergic
            same different alone together indoor indoors outdoor outdoors
            red blue green black white yellow brown grey gray pink purple orange
            good bad easy hard difficult hot cold warm cool fast slow quick loud quiet noisy strict relaxed relaxing stressful safe
            unsafe dangerous cheap expensive rich poor happy sad full empty open closed public private clean dirty strong weak
            healthy sick light heavy near far high low long short deep shallow wet dry thick thin wide narrow against
            vegetarian vegan single married alive dead possible impossible able unable big small large tiny little young""".split("\\s+")));

    /** Ways of saying that say the same. */
    private static final Map<String, String> ONE = Map.ofEntries(
            Map.entry("mom", "mother"),
            Map.entry("mum", "mother"),
            Map.entry("dad", "father"),
            Map.entry("grandma", "grandmother"),
            Map.entry("grandpa", "grandfather"),
            Map.entry("neighbor", "neighbour"),
            Map.entry("likes", "like"),
            Map.entry("adores", "like"),
            Map.entry("adore", "like"),
            Map.entry("loves", "like"),
            Map.entry("love", "like"),
            Map.entry("enjoy", "like"),
            Map.entry("enjoys", "like"),
            Map.entry("dislikes", "dislike"),
            Map.entry("hates", "dislike"),
            Map.entry("hate", "dislike"),
            Map.entry("scared", "afraid"),
            Map.entry("fear", "afraid"),
            Map.entry("fears", "afraid"));

    /** Words that tie a statement to the day on which it was said, or to a time that is over. */
    private static final Set<String> DATED = Set.of(
            "today",
            "yesterday",
            "tomorrow",
            "tonight",
            "ago",
            "recently",
            "lately",
            "last",
            "next",
            "this",
            "was",
            "were",
            "had",
            "just",
            "soon",
            "now",
            "again");

    /** Words beside which it matters what comes first. */
    private static final Set<String> COMPARING =
            Set.of("prefer", "prefers", "preferred", "than", "over", "from", "instead", "rather", "versus", "beats");

    private final Wording wording;
    private final FrameReader frames;

    SignatureReader(Wording wording, FrameReader frames) {
        this.wording = wording;
        this.frames = frames;
    }

    Signature read(Fact fact) {
        String speaker = Succession.speaker(
                fact.sources().isEmpty() ? null : fact.sources().getFirst());
        String own = ComparedStatements.inFirstPerson(fact.text(), speaker);
        List<String> tokens =
                TOKEN.matcher(own).results().map(MatchResult::group).toList();
        Set<String> lower =
                tokens.stream().map(token -> token.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        boolean dated = lower.stream().anyMatch(DATED::contains) || frames.past(fact.text(), speaker);
        List<String> words = wording.words(own);
        Signature.Frame frame = new Signature.Frame(
                EntityMention.key(fact.subject()),
                EntityMention.key(speaker),
                fact.trust(),
                fact.visibility(),
                wording.denies(own),
                words.stream().filter(SignatureReader::hasDigit).collect(Collectors.toSet()),
                names(tokens),
                lower.stream().anyMatch(COMPARING::contains) ? words : List.of(),
                lower.stream()
                        .filter(TELLING::contains)
                        .map(word -> ONE.getOrDefault(word, word))
                        .collect(Collectors.toSet()),
                dated ? fact.validity().from().atZone(ZoneOffset.UTC).toLocalDate() : null);
        return new Signature(frame, words, wording.content(fact.text(), fact.subject()), own);
    }

    /** Words in capitals but for the first, which begins the sentence. */
    private static Set<String> names(List<String> tokens) {
        Set<String> names = new HashSet<>();
        tokens.stream()
                .skip(1)
                .filter(token -> Character.isUpperCase(token.codePointAt(0)) && !token.equals("I"))
                .forEach(token -> names.add(token.replaceFirst("['’]s$", "").toLowerCase(Locale.ROOT)));
        return names;
    }

    private static boolean hasDigit(String word) {
        return word.chars().anyMatch(Character::isDigit);
    }
}
