package io.everknown.memory.extraction;

import java.util.Locale;

/**
 * A word or mark of a sentence.
 *
 * @param text its normal form: contractions written out ("am" for "'m"), straight apostrophes
 * @param tag its Penn treebank tag, empty before tagging
 * @param glued whether it stands right behind the token before it
 */
record Token(String text, String tag, boolean glued) {

    String lower() {
        return text.toLowerCase(Locale.ROOT);
    }

    Token with(String newText, String newTag) {
        return new Token(newText, newTag, glued);
    }

    boolean is(String word) {
        return text.equalsIgnoreCase(word);
    }

    boolean finite() {
        return tag.equals("VBP") || tag.equals("VBZ") || tag.equals("VBD") || tag.equals("MD");
    }

    boolean verb() {
        return tag.startsWith("VB") || tag.equals("MD");
    }

    boolean name() {
        return tag.startsWith("NNP");
    }

    boolean word() {
        return !text.isEmpty() && Character.isLetterOrDigit(text.codePointAt(0));
    }
}
