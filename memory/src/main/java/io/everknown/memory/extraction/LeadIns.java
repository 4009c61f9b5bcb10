package io.everknown.memory.extraction;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Drops what only opens a sentence: interjections, "well", "I think that", a name called out. */
final class LeadIns {

    private static final Set<String> FILLERS = Set.of(
            "well",
            "so",
            "oh",
            "ah",
            "uh",
            "um",
            "hmm",
            "yeah",
            "yes",
            "ok",
            "okay",
            "hey",
            "hi",
            "hello",
            "wow",
            "and",
            "but",
            "anyway",
            "also",
            "btw",
            "haha",
            "lol",
            "ooh",
            "aww",
            "aw",
            "man",
            "thanks",
            "then",
            "sure",
            "right",
            "yep",
            "like",
            "plus",
            "honestly",
            "basically",
            "listen",
            "look",
            "see",
            "because",
            "cause",
            "ugh",
            "hm",
            "mhm",
            "nope",
            "alright",
            "no",
            "wait",
            "sorry",
            "oops");
    private static final Pattern OPENINGS = Pattern.compile(
            "(?:(?:no wait|by the way|guess what|you know(?: what)?|fun fact|as you know|to be honest|as I said|I mean|just so you know|for your information|fyi|please )[\\s,:!-]*|(?:please )?(?:remember|note|keep in mind)(?: that)? (?=I |my |we |our |the )|(?:did|have) I (?:ever )?(?:tell|told|mention|mentioned)(?: to)?(?: you)?(?: that)? |(?:I (?:think|guess|believe|must say|have to say|should mention|forgot to (?:say|mention|tell you)|wanted to (?:tell you|say)|just wanted to (?:tell you|say)) (?:that )?)(?=I |my |we ))",
            Pattern.CASE_INSENSITIVE);

    private static final Set<String> NEEDS_COMMA =
            Set.of("like", "look", "see", "listen", "thanks", "no", "wait", "sorry");

    /** "So far we have 75 orders", "so many people came". */
    private static final Set<String> AMOUNTS = Set.of("far", "many", "much", "few", "little", "long", "often");

    private LeadIns() {}

    static List<Token> without(List<Token> sentence) {
        List<Token> rest = sentence;
        while (true) {
            int skip = skip(rest);
            if (skip == 0 || skip > rest.size()) {
                return rest;
            }
            rest = rest.subList(skip, rest.size());
        }
    }

    private static int skip(List<Token> tokens) {
        if (tokens.isEmpty()) {
            return 0;
        }
        Token first = tokens.getFirst();
        if (!first.word() && !first.text().matches("[$€£+#].+")) {
            return 1;
        }
        boolean comma = tokens.size() > 2
                && Set.of(",", "!", ".", "-", "–", "—").contains(tokens.get(1).text());
        if (first.is("so")
                && AMOUNTS.contains(tokens.get(Math.min(1, tokens.size() - 1)).lower())) {
            return 0;
        }
        if (tokens.size() > 2 && FILLERS.contains(first.lower()) && (comma || !NEEDS_COMMA.contains(first.lower()))) {
            return 1;
        }
        if (comma
                && first.name()
                && tokens.size() > 3
                && tokens.subList(2, tokens.size()).stream().anyMatch(Token::finite)
                && !tokens.get(2).name()
                && !tokens.get(2).tag().equals("CC")) {
            return 2;
        }
        String start = Tokens.join(tokens.subList(0, Math.min(tokens.size(), 14)));
        var opening = OPENINGS.matcher(start);
        if (opening.lookingAt() && opening.end() < start.length()) {
            for (int i = 1; i < tokens.size(); i++) {
                if (Tokens.join(tokens.subList(0, i)).length() + 1 >= opening.end()) {
                    return i;
                }
            }
        }
        return 0;
    }
}
