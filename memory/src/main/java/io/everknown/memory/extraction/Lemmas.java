package io.everknown.memory.extraction;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Base forms of nouns, and inflected forms of verbs, by the rules of English spelling. */
public final class Lemmas {

    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("indices", "index"),
            Map.entry("children", "child"),
            Map.entry("people", "person"),
            Map.entry("men", "man"),
            Map.entry("women", "woman"),
            Map.entry("matrices", "matrix"),
            Map.entry("data", "data"),
            Map.entry("leaves", "leaf"),
            Map.entry("analyses", "analysis"),
            Map.entry("news", "news"),
            Map.entry("series", "series"));
    private static final Map<String, String> PASTS = Map.ofEntries(
            Map.entry("begin", "begun"),
            Map.entry("choose", "chosen"),
            Map.entry("write", "written"),
            Map.entry("keep", "kept"),
            Map.entry("put", "put"),
            Map.entry("set", "set"),
            Map.entry("leave", "left"),
            Map.entry("make", "made"),
            Map.entry("give", "given"),
            Map.entry("show", "shown"),
            Map.entry("speak", "spoken"),
            Map.entry("send", "sent"),
            Map.entry("run", "run"),
            Map.entry("split", "split"),
            Map.entry("catch", "caught"),
            Map.entry("throw", "thrown"),
            Map.entry("buy", "bought"),
            Map.entry("hold", "held"),
            Map.entry("lead", "led"),
            Map.entry("stick", "stuck"),
            Map.entry("go", "gone"));

    private Lemmas() {}

    /** The singular of a noun in lower case. */
    public static String noun(String word) {
        String known = IRREGULAR.get(word);
        if (known != null) {
            return known;
        }
        if (word.length() <= 3
                || !word.endsWith("s")
                || word.endsWith("ss")
                || word.endsWith("us")
                || word.endsWith("sis")
                || word.endsWith("xis")) {
            return word;
        }
        if (word.endsWith("ies")) {
            return word.substring(0, word.length() - 3) + "y";
        }
        boolean hissing =
                word.endsWith("sses") || word.endsWith("xes") || word.endsWith("ches") || word.endsWith("shes");
        return word.substring(0, word.length() - (hissing ? 2 : 1));
    }

    /** All forms of a verb in lower case; what follows its first word ("stick to") stays. */
    public static Set<String> forms(String verb) {
        int blank = verb.indexOf(' ');
        String base = blank < 0 ? verb : verb.substring(0, blank);
        String rest = blank < 0 ? "" : verb.substring(blank);
        boolean e = base.endsWith("e");
        boolean y = base.length() > 1 && base.endsWith("y") && !vowel(base, base.length() - 2);
        String stem = e ? base.substring(0, base.length() - 1) : base;
        Set<String> forms = new LinkedHashSet<>();
        forms.add(base);
        forms.add(Persons.thirdPerson(new Token(base, "VB", false)));
        forms.add(stem + "ing");
        forms.add(y ? base.substring(0, base.length() - 1) + "ied" : stem + "ed");
        if (doubles(base)) {
            char last = base.charAt(base.length() - 1);
            forms.add(base + last + "ing");
            forms.add(base + last + "ed");
        }
        String past = PASTS.get(base);
        if (past != null) {
            forms.add(past);
        }
        Set<String> whole = new LinkedHashSet<>();
        forms.forEach(form -> whole.add(form + rest));
        return whole;
    }

    private static boolean doubles(String base) {
        int last = base.length() - 1;
        return last >= 2
                && !vowel(base, last)
                && "wxy".indexOf(base.charAt(last)) < 0
                && vowel(base, last - 1)
                && !vowel(base, last - 2);
    }

    private static boolean vowel(String word, int at) {
        return "aeiou".indexOf(word.charAt(at)) >= 0;
    }
}
