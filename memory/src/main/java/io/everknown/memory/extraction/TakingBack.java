package io.everknown.memory.extraction;

import io.everknown.memory.extraction.ExtractedFact.Intent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells what ends a fact or takes it back from what states one. */
final class TakingBack {

    private static final Pattern ALL_OF_IT = Pattern.compile(
            "(?:please |no,? |wait,? |actually,? )*(?:(?:forget|scratch|disregard|ignore|strike|delete) (?:that|it|this|what I (?:just )?(?:said|told you))|I take (?:that|it) back|I made (?:that|it) up|I was (?:just |only )?(?:joking|kidding|lying)|(?:that|what I said) was (?:a lie|a joke|wrong))(?: last (?:part|bit|one))?[\\s.!,]*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ABOUT = Pattern.compile(
            "(?:please |no,? |wait,? |actually,? )*(?:(?:forget|ignore|disregard|delete|scratch) (?:what|everything|anything|all) I (?:said|told you|mentioned|wrote)|I was (?:wrong|mistaken|lying|joking)|I lied|forget) about (?<thing>[^,.;!?]{2,80})(?:[,.;!?].*)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern THAT = Pattern.compile(
            "(?:please |no,? |wait,? |actually,? )*(?:(?:forget|ignore|disregard|delete)(?: (?:what I said|the fact))? that|it (?:is|was) (?:not true|wrong|false) that|I was (?:wrong|mistaken) that|I never said(?: that)?|I did not mean that) ",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CORRECTION = Pattern.compile(
            "\\s*(?:actually|correction|(?:that|this|it) is (?:not (?:true|right|correct)|wrong|incorrect|false)|(?:that|this) was (?:wrong|a mistake)|I was (?:wrong|mistaken)|I misspoke)\\b[\\s,:;.!–-]*(?:but |and )?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SINCE = Pattern.compile(
            "\\b(?:but|and|,) (?:now|these days|nowadays|lately) (?:it|they) (?:is|are)\\b", Pattern.CASE_INSENSITIVE);
    private static final Set<String> ANYMORE = Set.of("anymore", "longer");

    /**
     * A clause and what it does.
     *
     * @param intent what it does
     * @param positive the clause without its negation, for matching
     * @param reported the words to retell
     * @param denied whether it is a plain denial, which ends a slot but otherwise states something
     */
    record Reading(Intent intent, List<Token> positive, List<Token> reported, boolean denied) {}

    private TakingBack() {}

    /** Whether a sentence takes back what was said before it, without saying what. */
    static boolean takesAllBack(String sentence) {
        return sentence.length() < 120 && ALL_OF_IT.matcher(sentence).matches();
    }

    /** The thing a sentence takes everything back about, or null. */
    static @Nullable String takesBackAbout(String sentence) {
        Matcher about = ABOUT.matcher(sentence);
        return sentence.length() < 160 && about.matches() ? about.group("thing") : null;
    }

    /** How long the words are by which a sentence takes back the statement that follows, or 0. */
    static int takesBackThat(String sentence) {
        Matcher that = THAT.matcher(sentence);
        return that.lookingAt() ? that.end() : 0;
    }

    /** How long the words are that announce a correction ("that's not true, …"), or 0. */
    static int correction(String sentence) {
        int end = 0;
        Matcher correction = CORRECTION.matcher(sentence);
        while (correction.region(end, sentence.length()).lookingAt() && correction.end() > end) {
            end = correction.end();
        }
        return end < sentence.length() ? end : 0;
    }

    /** What a clause does, given whether a correction was announced before it. */
    static Reading read(List<Token> clause, boolean corrected) {
        int not = index(clause, "not");
        int never = index(clause, "never");
        int no = index(clause, "no");
        boolean noLonger =
                no >= 0 && no + 1 < clause.size() && clause.get(no + 1).is("longer");
        boolean notAnymore = not >= 0
                && (clause.stream().anyMatch(t -> ANYMORE.contains(t.lower()))
                        || Tokens.join(clause).toLowerCase(Locale.ROOT).contains(" any more"));
        int usedTo = index(clause, "used");
        boolean past = usedTo >= 0
                && usedTo <= 3
                && usedTo + 1 < clause.size()
                && clause.get(usedTo + 1).is("to")
                && not < 0
                && !(usedTo > 0 && clause.get(usedTo - 1).lower().matches("am|is|are|get|got|getting|was|were"));
        boolean since = past && SINCE.matcher(Tokens.join(clause)).find();
        if (since) {
            return new Reading(Intent.ASSERT, clause, clause, false);
        }
        if (noLonger || notAnymore || past) {
            return new Reading(Intent.END, positive(clause), clause, false);
        }
        if (never >= 0 && corrected && !clause.getFirst().is("never")) {
            List<Token> positive = inPresent(positive(clause), never);
            return new Reading(Intent.RETRACT, positive, positive, false);
        }
        int stopped = stopping(clause);
        if (stopped >= 0) {
            List<Token> positive = new ArrayList<>(clause.subList(0, stopped));
            boolean first = clause.getFirst().is("I");
            positive.add(
                    new Token(first ? "am" : clause.getFirst().is("we") ? "are" : "is", first ? "VBP" : "VBZ", false));
            boolean being = clause.get(stopped + 1).is("being");
            positive.addAll(clause.subList(stopped + (being ? 2 : 1), clause.size()));
            return new Reading(Intent.END, positive, clause, false);
        }
        if (not >= 0 && not <= 4) {
            return corrected
                    ? new Reading(Intent.RETRACT, positive(clause), positive(clause), false)
                    : new Reading(Intent.ASSERT, positive(clause), clause, true);
        }
        return new Reading(Farewells.over(Tokens.join(clause)) ? Intent.END : Intent.ASSERT, clause, clause, false);
    }

    /** Where "stopped eating", "quit smoking", "gave up drinking" begins, or -1. */
    private static int stopping(List<Token> clause) {
        for (int i = 1; i < Math.min(clause.size() - 1, 6); i++) {
            boolean verb = clause.get(i).is("stopped") || clause.get(i).is("quit");
            if (verb && clause.get(i + 1).tag().equals("VBG")) {
                return i;
            }
        }
        return -1;
    }

    private static List<Token> positive(List<Token> clause) {
        List<Token> kept = new ArrayList<>();
        for (int i = 0; i < clause.size(); i++) {
            Token token = clause.get(i);
            Token next = i + 1 < clause.size() ? clause.get(i + 1) : null;
            boolean support = (token.is("do") || token.is("does") || token.is("did")) && next != null && next.is("not");
            boolean noLonger = token.is("no") && next != null && next.is("longer");
            boolean usedTo = token.is("used") && next != null && next.is("to") && i <= 3;
            boolean any = token.is("any") && next != null && (next.is("more") || next.is("longer"));
            if (usedTo && i + 2 < clause.size() && clause.get(i + 2).is("be")) {
                kept.add(clause.get(i + 2).with(clause.getFirst().is("I") ? "am" : "is", "VBZ"));
                i += 2;
            } else if (noLonger || usedTo || any) {
                i++;
            } else if (!support
                    && !token.is("not")
                    && !token.is("never")
                    && !token.is("anymore")
                    && !token.is("actually")) {
                kept.add(token);
            }
        }
        return kept;
    }

    /** With the verb that followed "never" in the form in which the fact was stated. */
    private static List<Token> inPresent(List<Token> clause, int verb) {
        List<Token> present = new ArrayList<>(clause);
        if (verb < present.size() && present.get(verb).tag().equals("VBD")) {
            present.set(
                    verb,
                    present.get(verb).with(Relations.lemma(present.get(verb).lower()), "VBP"));
        }
        return present;
    }

    private static int index(List<Token> clause, String word) {
        for (int i = 0; i < clause.size(); i++) {
            if (clause.get(i).is(word)) {
                return i;
            }
        }
        return -1;
    }
}
