package io.everknown.inference.language;

import java.util.Locale;
import java.util.Set;

/**
 * Penn treebank tags from universal ones. The universal tags don't tell tenses and forms apart, so those are read off
 * the words: endings, the irregular verbs, and the auxiliary in front.
 */
final class PennTags {

    private static final Set<String> MODALS =
            Set.of("can", "could", "will", "would", "shall", "should", "may", "might", "must", "ca", "wo", "'ll", "'d");
    private static final Set<String> POSSESSIVES = Set.of("my", "your", "his", "her", "its", "our", "their");
    private static final Set<String> WH_WORDS = Set.of("who", "what", "which", "whom", "whose");
    private static final Set<String> WH_ADVERBS = Set.of("where", "when", "why", "how");
    private static final Set<String> HAVE_OR_BE = Set.of(
            "have", "has", "had", "'ve", "having", "is", "are", "am", "was", "were", "be", "been", "being", "'m", "'re",
            "'s", "got", "get", "ve");
    private static final Set<String> BASE_AFTER = Set.of("to", "do", "does", "did", "not", "n't", "let");
    /** Past forms that don't end in -ed; those that equal the base (put, let, cut …) are left out. */
    private static final Set<String> IRREGULAR = Set.of(
            ("was were had did went came got gave took made said told saw knew thought felt found left lost met paid ran"
                            + " sat sold sent slept spent spoke stood taught wore won wrote ate drank drove fell flew grew"
                            + " held heard kept led broke brought built bought caught chose began became bit blew drew fed"
                            + " fought forgot forgave froze hid hung laid lent lit meant rode rang rose sang shook shot"
                            + " showed stole stuck struck swam swore threw understood woke read dreamt learnt")
                    .split(" "));

    private static final Set<String> PARTICIPLES = Set.of(
            ("been done gone come given taken seen known gotten eaten drunk driven fallen flown grown broken chosen begun"
                            + " become bitten blown drawn forgotten forgiven frozen hidden ridden rung risen sung shaken"
                            + " shown stolen swum sworn thrown woken worn written spoken born run")
                    .split(" "));

    private PennTags() {}

    /** The Penn tags of tokens whose universal tags are known. */
    static String[] of(String[] tokens, String[] universal) {
        String[] penn = new String[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            penn[i] = tag(tokens, universal, penn, i);
        }
        return penn;
    }

    private static String tag(String[] tokens, String[] universal, String[] penn, int i) {
        String word = tokens[i].toLowerCase(Locale.ROOT);
        return switch (universal[i]) {
            case "PROPN" -> "NNP";
            case "NOUN" -> word.endsWith("s") && !word.endsWith("ss") ? "NNS" : "NN";
            case "PRON", "DET" -> {
                if (POSSESSIVES.contains(word)) {
                    yield "PRP$";
                }
                yield WH_WORDS.contains(word) ? "WP" : universal[i].equals("DET") ? "DT" : "PRP";
            }
            case "ADP", "SCONJ" -> WH_ADVERBS.contains(word) ? "WRB" : word.equals("to") ? "TO" : "IN";
            case "CCONJ" -> "CC";
            case "ADJ" -> "JJ";
            case "ADV" -> WH_ADVERBS.contains(word) ? "WRB" : "RB";
            case "PART" -> word.equals("to") || word.equals("na") ? "TO" : word.startsWith("'") ? "POS" : "RB";
            case "NUM" -> "CD";
            case "INTJ" -> "UH";
            case "PUNCT" -> ".!?".contains(word) ? "." : word;
            case "SYM" -> "SYM";
            case "AUX", "VERB" -> verb(tokens, penn, word, i);
            default -> "FW";
        };
    }

    private static String verb(String[] tokens, String[] penn, String word, int i) {
        if (MODALS.contains(word)) {
            return "MD";
        }
        return switch (word) {
            case "am", "are", "'m", "'re", "'ve" -> "VBP";
            case "is", "has", "does", "'s" -> "VBZ";
            case "was", "were", "had", "did" -> "VBD";
            case "be" -> "VB";
            case "been" -> "VBN";
            default -> fullVerb(tokens, penn, word, i);
        };
    }

    private static String fullVerb(String[] tokens, String[] penn, String word, int i) {
        if (word.endsWith("ing") && word.length() > 4) {
            return "VBG";
        }
        String before = auxiliaryBefore(tokens, penn, i);
        boolean past = IRREGULAR.contains(word) || (word.endsWith("ed") && word.length() > 3 && !word.endsWith("eed"));
        if (HAVE_OR_BE.contains(before) && (past || PARTICIPLES.contains(word))) {
            return "VBN";
        }
        if (past) {
            return "VBD";
        }
        if (PARTICIPLES.contains(word) && !word.equals("come") && !word.equals("run") && !word.equals("become")) {
            return "VBN";
        }
        if (word.endsWith("s") && !word.endsWith("ss") && word.length() > 2) {
            return "VBZ";
        }
        boolean base = i == 0 || BASE_AFTER.contains(before) || MODALS.contains(before);
        return base ? "VB" : "VBP";
    }

    /** The word in front, adverbs skipped. */
    private static String auxiliaryBefore(String[] tokens, String[] penn, int i) {
        for (int j = i - 1; j >= 0; j--) {
            String word = tokens[j].toLowerCase(Locale.ROOT);
            if (!penn[j].equals("RB") || word.equals("not") || word.equals("n't")) {
                return word;
            }
        }
        return "";
    }
}
