package io.everknown.memory.extraction;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells that something is over from verbs that say so ("I cancelled …"), and what is not to be spoken of any more. */
final class Farewells {

    private static final Pattern OVER = Pattern.compile(
            "(?:I|we|my [\\w-]+|our [\\w-]+) (?:\\w+ly )?(?:have |has |had to |decided to |just |also |then |finally )*(?:"
                    + "gave up|given up|give up|dropped|drop|quit|cancel+ed|cancel|called off|call off|sold|sell|lost|abandoned"
                    + "|got rid of|gotten rid of|ended|end|broke off|ditched|threw (?:out|away)|gave away|given away|donated"
                    + "|uninstalled|unsubscribed from|dropped out of|withdrew from|backed out of|pulled out of|scrapped"
                    + "|moved on from|outgrew|swore off|sworn off|cut out|stopped|resigned|retired|stepped down"
                    + "|am done with|am through with|are done with|am over|broke up with|split up with|left)\\b.{2,}",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern FELL_THROUGH = Pattern.compile(
            "(?:the|my|our) (?<thing>[^,.;!?]{2,60}?) (?:was|were|got|has been|have been|is|are) (?:\\w+ly )?(?:cancel+ed|called off|over|off|scrapped|dropped|finished|sold|gone|no more|history)[\\s.!]*",
            Pattern.CASE_INSENSITIVE);
    private static final String SPEAK =
            "(?:mention(?:ing)?|bring(?:ing)? up|talk(?:ing)? (?:to me )?about|remind(?:ing)? me (?:of|about)|recommend(?:ing)?(?: me)?|suggest(?:ing)?(?: me)?|discuss(?:ing)?|ask(?:ing)? (?:me )?about|refer(?:ring)? to|remember(?:ing)?|tell(?:ing)? me about|send(?:ing)? me|show(?:ing)? me)";
    private static final Pattern NOT_TO_BE_SPOKEN_OF = Pattern.compile(
            "(?:please |and |so |but |can you |could you |would you |you can |you do not (?:need|have) to |I need you to |I want you to )*"
                    + "(?:do not (?:ever )?|never |stop |quit |avoid |no need to |let us not |not |(?:I|we) (?:do not|would rather not|would prefer not to)(?: want| wish)?(?: you)?(?: to)? |I would rather you did not )"
                    + SPEAK
                    + " (?:that |the fact that )?(?<thing>[^,.;!?]{2,80}?)(?: (?:to me|again|any ?more|any longer|from now on|in the future|going forward|please|ever))*(?=[,.;!?]|$| - | because | since | as I )",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NOT_TO_BE_HEARD_OF = Pattern.compile(
            "(?:I|we) (?:really )?(?:do not|no longer|would rather not|would prefer not to) (?:want |wish |care )?(?:to )?(?:hear|talk|think|speak|be reminded|be asked|know) (?:about|of) (?<thing>[^,.;!?]{2,80}?)(?: (?:again|any ?more|any longer|please|ever))*(?=[,.;!?]|$)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ERASE = Pattern.compile(
            "(?:please |can you |could you |I want you to |I would like you to |you can )*(?:forget|delete|erase|remove|drop|disregard)(?: about| everything about| anything about| all about| any mention of| all mentions of| what you know about| the fact| the note| the part)*(?: that| about)? (?<thing>(?:the|my|our|I|that I) [^,.;!?]{1,80}?)(?: from (?:your|the) (?:memory|notes|records?|profile))?(?=[,.;!?]|$)",
            Pattern.CASE_INSENSITIVE);
    /** What tells the end of a topic of the speaker's from a rule for all answers ("never mention prices"). */
    private static final Pattern OWN_OR_BEFORE =
            Pattern.compile("\\b(?:my|our|I|we|stop|quit|again|any ?more|any longer)\\b", Pattern.CASE_INSENSITIVE);

    private static final Set<String> PRONOUNS =
            Set.of("it", "them", "that", "this", "those", "these", "him", "her", "one", "ones", "any", "so");

    private Farewells() {}

    /** Whether a clause tells that a thing of the speaker's is over. */
    static boolean over(String clause) {
        return clause.length() < 240
                && (OVER.matcher(clause).matches()
                        || FELL_THROUGH.matcher(clause).matches());
    }

    /** What the speaker asks not to speak of any more, or null. */
    static @Nullable String unspoken(String sentence) {
        return thing(NOT_TO_BE_SPOKEN_OF.matcher(sentence), NOT_TO_BE_HEARD_OF.matcher(sentence));
    }

    /** Whether a sentence asks to leave a topic of the speaker's, or one that came up before, alone. */
    static boolean endsTalk(String sentence) {
        return unspoken(sentence) != null && OWN_OR_BEFORE.matcher(sentence).find();
    }

    /** What the speaker asks to forget, or null. */
    static @Nullable String erased(String sentence) {
        return thing(ERASE.matcher(sentence));
    }

    private static @Nullable String thing(Matcher... matchers) {
        for (Matcher matcher : matchers) {
            if (matcher.lookingAt()) {
                String thing = matcher.group("thing").strip();
                if (!PRONOUNS.contains(thing.toLowerCase(java.util.Locale.ROOT))) {
                    return thing;
                }
            }
        }
        return null;
    }

    /** Whether a clause only says of something named before, "I don't like them any more". */
    static boolean refersBack(List<Token> clause) {
        int last = clause.size() - 1;
        while (last > 0
                && (!clause.get(last).word()
                        || clause.get(last).lower().matches("any|more|anymore|longer|now|all|at|again|either|too"))) {
            last--;
        }
        return last > 0 && PRONOUNS.contains(clause.get(last).lower());
    }
}
