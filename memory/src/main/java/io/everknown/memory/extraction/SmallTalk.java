package io.everknown.memory.extraction;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells talk that keeps a conversation going, such as moods of the moment, opinions about what the other said and calls
 * for help, from what says something lasting about anyone.
 */
final class SmallTalk {

    private static final String VERY =
            "(?:so |really |very |just |quite |pretty |truly |totally |completely |absolutely |all |too |always |still |also )*";
    private static final String OTHER =
            "(?:you\\b|your\\b|that\\b|this\\b|it\\b|he\\b|she\\b|they\\b|there\\b|what\\b|how\\b|so\\b|everyone\\b|everything\\b)";

    private record Kind(String reason, Pattern pattern) {}

    private static final List<Kind> KINDS = List.of(
            kind("a greeting or goodbye", "(?:good )?(?:morning|evening|afternoon|night|day)(?:,? [\\w ]{2,20})?"),
            kind(
                    "a greeting or goodbye",
                    "(?:(?:I|we) (?:will|shall|have to|need to|should|must|got to|am going to|will let you) (?:let you )?(?:(?:talk to you|see you|catch you|chat with you)\\b.{0,40}|(?:get going|go|run|head out|be going|be off|be right back|check back|let you go)(?: (?:now|soon|then|for now|later|tomorrow|too))*)|(?:have|need|got) to (?:go|run)(?: now)?|until next time.*|catch you later.*|sleep well.*|sweet dreams.*|so long.*|great (?:chatting|talking|meeting|seeing).*)"),
            kind(
                    "an acknowledgement",
                    "(?:will do|sure thing|(?:that |it )?makes (?:total |perfect |a lot of )?sense.{0,20}|same (?:here|to you).*|works for me|fair (?:enough|point)|no rush.*|take (?:your time|it easy|it slow)\\b.*|(?:you|me|them|us) too|ditto|whatever.{0,15}|(?:I )?(?:got|get) (?:it|you|that)|(?:I )?(?:see|hear you)(?: (?:what you mean|now))?(?:,? .{0,30})?|(?:I am |I will be )?(?:all )?(?:good to know|on it|right behind you)|noted.*|understood|deal|done|thank.*|not (?:really|bad|at all|much|too bad|yet|sure)(?:.{0,20})|nothing (?:much|special|new)|(?:I )?(?:am|was) not sure(?: (?:yet|about that|what|how|if|why)\\b.{0,30})?|maybe.{0,12}|(?:it|that) depends.{0,20}|kind of|sort of|good (?:point|question|one|idea|call|for you).{0,25}|one (?:moment|sec|second)|just (?:a (?:moment|sec|second)|kidding|curious|wondering|asking|checking)\\b.{0,30}|(?:as|like) (?:always|usual)|for sure|you bet|oh well|my bad|no doubt|true that)"),
            kind(
                    "a mood of the moment",
                    "(?:I am|we are|I am doing|doing|I have been|feeling|I feel)(?: (?:doing|feeling|just|here))* "
                            + VERY
                            + "(?:fine|good|great|well|okay|ok|alright|not (?:too |so )?bad|swell|fantastic|awesome|wonderful|super|amazing|chilling|relaxing|hanging (?:out|in there)|here|back|ready|bored)(?:,? (?:and you|and yourself|today|tonight|thanks|thank you|here|now|too|so far|at home|right now|this (?:morning|evening)|how about you).{0,30})*"),
            kind(
                    "a word on what was said",
                    "(?:I|we) (?:\\w+ly )?" + VERY + "(?:agree|disagree|concur|second that)(?:\\b.{0,60})?"),
            kind(
                    "a word on what was said",
                    "(?:I|we) (?:would|will|can not wait to|am (?:eager|curious|dying|excited|happy|glad) to|want to|am looking forward to|look forward to) (?:love to |like to |be (?:happy|glad|curious) to |really )*(?:hear|hearing|know|knowing|see|seeing|learn|learning|chat|chatting|talk|talking|help)\\b(?: (?:more|about|from|how|what|that|it|you|with|back)\\b.{0,60})?"),
            kind(
                    "a word on what was said",
                    "I (?:was |am |have been )?(?:just |really |always )*(?:wonder|wondering|wondered|curious)(?: (?!of|at)(?:if|how|what|why|about|whether|where|who|when|which|to know)\\b.{0,80})?"),
            kind(
                    "a word on what was said",
                    "(?:I|we) (?:am|are|was|were|feel|felt) " + VERY
                            + "(?:glad|happy|sorry|sad|excited|curious|thrilled|pleased|delighted|relieved|impressed|amazed|surprised|shocked|touched|grateful|thankful|jealous|envious|proud)(?: (?:to (?:hear|know|see|read|be of|help|have helped)|for|that|about|of|by|with) ?"
                            + OTHER + "(?:(?!\\b(?:my|our)\\b).){0,80})?"),
            kind(
                    "a word on what was said",
                    "I (?:\\w+ly )?(?:think|guess|bet|suppose|imagine|hope|believe|am sure|feel like|can (?:imagine|see|tell|relate|only imagine|understand)|could not agree more|get|understand|see|hear|appreciate)(?: that)? "
                            + OTHER + "(?:(?!\\b(?:I|my|we|our|me)\\b).){0,120}"),
            kind(
                    "a request",
                    "(?:I|we) (?:\\w+ly )?(?:need|want|would like|would love|could use|am looking for|was hoping for|am in need of) (?:some |your |a bit of |a little |a few |any )*(?:help|advice|assistance|suggestions?|tips?|ideas?|recommendations?|information|guidance|pointers|feedback)(?: (?:with|on|for|about|from|to|in|writing|finding|regarding)\\b.*)?"),
            kind(
                    "a word on what was said",
                    "I (?:\\w+ly )?(?:know (?:right|what you mean|that|the feeling|how you feel|exactly what you mean)|(?:like|love) (?:it|that|this|them|your|what you)(?: (?:too|idea|so much|a lot|as well|very much|\\w+))?)"),
            kind(
                    "a request",
                    "(?:can|could|would|will|won't) (?:you|we|I)\\b.*|(?:how|what|where|why|who|when|which) (?:do|does|did|is|are|was|were|can|could|would|should|will|to|about|has|have|kind|type|time|else|might|if)\\b.*|(?:do|did|does|have|are|were|is|was) (?:you|your|they|he|she|it|there|that|this) .*|any (?:idea|ideas|tips|advice|suggestions|thoughts|recommendations|chance|plans|pets|hobbies|kids|siblings)\\b.*|what (?:about|of) .*|how about .*|and (?:you|yourself).*"),
            kind(
                    "encouragement",
                    "(?:keep (?:up|on|going|it|at|trying|smiling)\\b.*|hang in .*|you (?:will|are going to) (?:be|do|get|make|find|love|have|feel|figure|succeed|nail|rock)\\b.*|do not (?:worry|give up|be so hard|let it|stress|forget to|be sad|sweat)\\b.*|(?:I|we) (?:am|are) (?:here|rooting|cheering|praying|sending)\\b.{0,40}\\b(?:you|your)\\b.*|best (?:of luck|wishes).*|all the best.*|fingers crossed.*|feel better.*|get well.*|way to .*|more power to .*|cheers to .*|(?:wishing|sending) you .*|sorry (?:to hear|about|for).*|bless .*|stay .{2,30}|treat yourself.*|be (?:careful|safe|proud|strong|kind|patient).*|you (?:deserve|earned|got|can|should be) .*)"));
    /** What "it is", "that was" may go on with and still be a reaction. */
    private static final Pattern REACTION = Pattern.compile(
            "(?:that|this|it|which|those|these|such|sounds?|looks?|seems?|must be|must have been|what) .*",
            Pattern.CASE_INSENSITIVE);

    private static final Set<String> EMPTY_NOUNS = Set.of(
            "thing",
            "things",
            "idea",
            "way",
            "point",
            "question",
            "one",
            "news",
            "day",
            "time",
            "times",
            "plan",
            "choice",
            "story",
            "job",
            "fun",
            "lot",
            "bit",
            "blast",
            "treat",
            "joke",
            "shame",
            "pity",
            "today",
            "world",
            "deal",
            "work",
            "accomplishment",
            "achievement",
            "experience",
            "feeling",
            "pleasure",
            "bummer",
            "weather",
            "fact",
            "truth",
            "part",
            "kind",
            "sort",
            "luck",
            "dream",
            "place",
            "spot",
            "answer",
            "start",
            "name",
            "outside",
            "morning",
            "evening",
            "weekend",
            "week",
            "something",
            "anything",
            "nothing",
            "everything",
            "everyone");
    private static final Set<String> OWN = Set.of("i", "my", "we", "our", "me", "us", "mine");

    /** What is asked or told for more than this once. */
    private static final Pattern STANDING = Pattern.compile(
            "\\b(?:always|never|from now on|whenever I|every time|each time|going forward|in (?:the )?future|should|must|prefer|instead|no longer|any ?more|make sure|remember|by default)\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern ONE_ANSWER = Pattern.compile(
            "(?:can|could|would|will) you (?:please )?(?:explain|describe|summari[sz]e|tell me|show me|give me|suggest|recommend)\\b(?!.*\\byour\\b).*",
            Pattern.CASE_INSENSITIVE);

    private SmallTalk() {}

    /** Whether a sentence asks for one answer and for nothing lasting. */
    static boolean asksOnce(String sentence) {
        return ONE_ANSWER.matcher(sentence).matches()
                && !STANDING.matcher(sentence).find();
    }

    private static Kind kind(String reason, String regex) {
        return new Kind(reason, Pattern.compile("(?:" + regex + ")[\\s.!,…?)-]*", Pattern.CASE_INSENSITIVE));
    }

    /**
     * Why a clause is small talk, or null if it may say something.
     *
     * @param heard whether "you" is somebody about whom facts are kept
     */
    static @Nullable String reason(List<Token> clause, boolean heard) {
        String plain = Tokens.join(clause);
        if (plain.length() > 160 || STANDING.matcher(plain).find()) {
            return null;
        }
        for (Kind kind : KINDS) {
            if (kind.pattern().matcher(plain).matches()) {
                return kind.reason();
            }
        }
        boolean own = clause.stream().anyMatch(t -> OWN.contains(t.lower()));
        boolean specific = clause.stream()
                .skip(1)
                .anyMatch(t -> t.tag().equals("CD")
                        || t.name()
                        || (t.tag().startsWith("NN") && !EMPTY_NOUNS.contains(t.lower())));
        if (!own && !specific && REACTION.matcher(plain).matches()) {
            return "a reaction";
        }
        boolean toOther = clause.getFirst().is("you") || clause.getFirst().is("your");
        return toOther && !heard && !own ? "a word to the other" : null;
    }
}
