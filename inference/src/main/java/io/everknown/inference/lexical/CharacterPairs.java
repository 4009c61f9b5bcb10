package io.everknown.inference.lexical;

import java.io.IOException;
import java.text.BreakIterator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;

/**
 * Makes overlapping pairs of characters of what the tokenizer can't part into words: runs of Thai, Lao, Khmer and
 * Burmese. A character is a letter with the marks that belong to it; a run of one stays as it is.
 */
final class CharacterPairs extends TokenFilter {

    private static final String UNPARTED = StandardTokenizer.TOKEN_TYPES[StandardTokenizer.SOUTHEAST_ASIAN];

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final TypeAttribute type = addAttribute(TypeAttribute.class);
    private final Deque<String> pairs = new ArrayDeque<>();

    CharacterPairs(TokenStream input) {
        super(input);
    }

    @Override
    public boolean incrementToken() throws IOException {
        String waiting = pairs.poll();
        if (waiting == null) {
            if (!input.incrementToken()) {
                return false;
            }
            if (!type.type().equals(UNPARTED)) {
                return true;
            }
            pairs.addAll(pairs(term.toString()));
            waiting = pairs.remove();
        }
        term.setEmpty().append(waiting);
        return true;
    }

    @Override
    public void reset() throws IOException {
        super.reset();
        pairs.clear();
    }

    private static List<String> pairs(String run) {
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(run);
        List<Integer> ends = new ArrayList<>();
        for (int end = characters.first(); end != BreakIterator.DONE; end = characters.next()) {
            ends.add(end);
        }
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i + 2 < ends.size(); i++) {
            pairs.add(run.substring(ends.get(i), ends.get(i + 2)));
        }
        return pairs.isEmpty() ? List.of(run) : pairs;
    }
}
