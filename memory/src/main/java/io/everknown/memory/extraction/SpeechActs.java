package io.everknown.memory.extraction;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells statements from greetings, thanks, requests and other talk that says nothing about anyone. */
final class SpeechActs {

    private record Act(String reason, Pattern pattern) {}

    private static final List<Act> ACTS = List.of(
            act(
                    "a greeting or goodbye",
                    "(?:hi|hey+|hello|hiya|yo|howdy|good (?:morning|evening|afternoon|night)|bye+|goodbye|see (?:you|ya)|take care|welcome|talk (?:to you )?(?:soon|later)|later|cheers)\\b(?: .{0,25})?"),
            act(
                    "a greeting or goodbye",
                    "(?:it is |it was )?(?:so |really )?(?:nice|good|great|lovely) (?:to (?:see|meet|hear from|talk to)|seeing|meeting|talking to|chatting with) you\\b.{0,30}"),
            act(
                    "thanks",
                    "(?:thanks|thank you|thx|many thanks|i (?:really )?appreciate (?:it|that|this|you|your)\\b|much appreciated)\\b.*"),
            act("an apology", "(?:i am |so |really )*sorry\\b(?! to say).{0,40}"),
            act("an acknowledgement", "no (?:problem|worries|way|kidding)\\b.{0,30}"),
            act(
                    "an acknowledgement",
                    "(?:yes|yeah|yep|yup|no|nope|nah|ok|okay|sure|right|exactly|absolutely|definitely|totally|indeed|of course|true|agreed|fine|alright|all right|great|cool|nice|awesome|wow|lol|haha+|good|perfect|got it|i (?:know|see|understand|agree|guess so|guess|hope so|think so|do not know|do not think so|do|am|did|can|will|was|have no idea|had no idea|get it|mean it|bet)|me (?:too|neither)|same here|sounds (?:good|great|fun|like .*)|no (?:problem|worries|way|kidding|idea)|you are (?:welcome|right|kidding)|my pleasure|you know(?: what)?|i can not believe (?:it|this|that)|oh my god|oh my gosh|never mind|that is (?:it|right|true|me|okay|ok|fine|all|not (?:it|fair|funny))|is it|it is (?:ok|okay|fine|nothing|all right))"),
            act(
                    "encouragement",
                    "(?:good luck|congrat\\w*|well done|good job|great job|way to go|keep (?:it up|going|up .*|at it)|you can do (?:it|this)|you have got this|you got this|hang in there|i am (?:so |really |very )*(?:happy|proud|glad|excited|sorry|sure|rooting)\\b.{0,20}\\b(?:you|your)\\b.*|i (?:hope|wish) (?:you|your|it|that)\\b.*|have (?:a |an )?(?:great|good|nice|fun|safe|lovely|wonderful)\\b.*|happy (?:birthday|new year|anniversary)\\b.*|enjoy\\b.*|no need to .*|stay (?:strong|safe|positive).*|i am here for you.*|i believe in you.*)"),
            act(
                    "a request",
                    "(?:please|tell me|let me|let us|come on|come here|look at|look|listen|wait|stop|give me|show me|shut up|get (?:out|over|off|in)|hold on|hang on|leave me|excuse me|help me|pardon|go ahead|calm down|watch out|guess what|check (?:it|this) out|let's)\\b.*"),
            act(
                    "a reaction",
                    "(?:that|this|it|which|those|these) (?:is|was|sounds|looks|must be|must have been|would be|seems|are) (?:so |such |really |very |pretty |just |a |an |quite |absolutely |all )*[\\w-]+(?: [\\w-]+)?(?: to hear| for you| of you| idea| news| man| guys)?"),
            act("an exclamation", "(?:what (?:a|an)|how) .{0,60}"));
    private static final Set<String> ASKING = Set.of(
            "what", "who", "where", "when", "why", "how", "which", "whose", "do", "does", "did", "is", "are", "was",
            "were", "can", "could", "would", "will", "should", "have", "has", "any", "am", "may", "shall", "ever",
            "right", "huh", "ok", "okay", "had");
    private static final Set<String> ELIDED_VERBS = Set.of(
            "love", "loved", "like", "hate", "miss", "enjoy", "want", "need", "got", "live", "work", "feel", "prefer",
            "plan", "think", "use", "wish", "been");

    private SpeechActs() {}

    private static Act act(String reason, String regex) {
        return new Act(reason, Pattern.compile("(?:" + regex + ")[\\s.!,…-]*", Pattern.CASE_INSENSITIVE));
    }

    /** Why a clause is no statement about anyone, or null if it may be one. */
    static @Nullable String reason(String clause, List<Token> tokens) {
        String plain = clause.length() > 200 ? clause.substring(0, 200) : clause;
        for (Act act : ACTS) {
            if (act.pattern().matcher(plain).matches()) {
                return act.reason();
            }
        }
        if (tokens.getFirst().tag().equals("VB")
                && !tokens.getFirst().is("been")
                && tokens.stream().noneMatch(t -> t.is("I"))
                && !ELIDED_VERBS.contains(tokens.getFirst().lower())) {
            return "a request";
        }
        if (tokens.stream().filter(Token::word).count() < 2) {
            return "an acknowledgement";
        }
        boolean own = tokens.stream().anyMatch(t -> t.is("my") || t.is("our") || t.is("I"));
        boolean statement = tokens.stream().anyMatch(Token::finite)
                || startsElided(tokens)
                || (own && tokens.stream().filter(Token::word).count() >= 4);
        if (!statement && !informativeFragment(tokens)) {
            return "too short to say something about anyone";
        }
        return null;
    }

    private static boolean informativeFragment(List<Token> tokens) {
        long content = tokens.stream()
                .filter(t -> t.tag().startsWith("NN")
                        || t.tag().equals("JJ")
                        || t.tag().equals("CD")
                        || t.tag().equals("FW"))
                .count();
        boolean named =
                tokens.stream().skip(1).anyMatch(t -> t.name() || t.tag().equals("CD"));
        return content >= 3 || (named && content >= 2);
    }

    /** Whether a sentence drops its "I": "Moved to Lisbon last week!", "Going to Paris". */
    static boolean startsElided(List<Token> tokens) {
        int i = 0;
        while (i < tokens.size() - 1 && tokens.get(i).tag().equals("RB")) {
            i++;
        }
        Token first = tokens.get(i);
        boolean more = tokens.size() - i >= 3;
        boolean gerundSubject =
                tokens.stream().anyMatch(t -> t.tag().equals("VBZ") || t.tag().equals("MD"));
        return more
                && (first.tag().equals("VBD")
                        || first.is("been")
                        || (first.tag().equals("VBG") && !gerundSubject)
                        || ELIDED_VERBS.contains(first.lower()));
    }

    /** Whether a clause that begins with this token asks something. */
    static boolean asks(Token first) {
        return ASKING.contains(first.text().toLowerCase(Locale.ROOT));
    }
}
