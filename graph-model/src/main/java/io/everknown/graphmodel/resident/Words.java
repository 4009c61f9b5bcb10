package io.everknown.graphmodel.resident;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which texts have which terms: one row a term, sorted, of the numbers of the texts that have it. */
final class Words {

    private static final int NOT_INDEXED = -1;

    private final String[] terms;
    private final int[] starts;
    private final int[] texts;
    private final short[] frequencies;
    private final int[] lengths;

    Words(List<Stored> memories) {
        Map<String, Row> rows = new HashMap<>();
        lengths = new int[memories.size()];
        for (int text = 0; text < lengths.length; text++) {
            Terms of = memories.get(text).terms();
            lengths[text] = of == null ? NOT_INDEXED : of.length();
            for (int i = 0; of != null && i < of.distinct().length; i++) {
                rows.computeIfAbsent(of.distinct()[i], Row::new).add(text, of.frequencies()[i]);
            }
        }
        List<Row> sorted = new ArrayList<>(rows.values());
        sorted.sort(Comparator.comparing(row -> row.term));
        terms = new String[sorted.size()];
        starts = new int[sorted.size() + 1];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = sorted.get(i).term;
            starts[i + 1] = starts[i] + sorted.get(i).size;
        }
        texts = new int[starts[terms.length]];
        frequencies = new short[texts.length];
        for (int i = 0; i < terms.length; i++) {
            Row row = sorted.get(i);
            System.arraycopy(row.texts, 0, texts, starts[i], row.size);
            System.arraycopy(row.frequencies, 0, frequencies, starts[i], row.size);
        }
    }

    /** Calls for each text that has a term, in order. */
    void each(String term, Occurrence occurrence) {
        int row = Arrays.binarySearch(terms, term);
        if (row < 0) {
            return;
        }
        for (int i = starts[row]; i < starts[row + 1]; i++) {
            occurrence.of(texts[i], frequencies[i], lengths[texts[i]]);
        }
    }

    boolean indexes(int text) {
        return lengths[text] != NOT_INDEXED;
    }

    int length(int text) {
        return lengths[text];
    }

    /** What the index was made from, text by text. */
    List<@Nullable Terms> back() {
        int[] sizes = new int[lengths.length];
        for (int text : texts) {
            sizes[text]++;
        }
        List<@Nullable Terms> back = new ArrayList<>(lengths.length);
        for (int text = 0; text < lengths.length; text++) {
            back.add(
                    lengths[text] == NOT_INDEXED
                            ? null
                            : new Terms(new String[sizes[text]], new short[sizes[text]], lengths[text]));
        }
        for (int row = terms.length - 1; row >= 0; row--) {
            for (int i = starts[row]; i < starts[row + 1]; i++) {
                Terms of = back.get(texts[i]);
                int place = --sizes[texts[i]];
                if (of != null) {
                    of.distinct()[place] = terms[row];
                    of.frequencies()[place] = frequencies[i];
                }
            }
        }
        return back;
    }

    /** About how much memory it takes: a term is a string of some 50 bytes and three references. */
    long bytes() {
        return 6L * texts.length + 4L * lengths.length + 64L * terms.length;
    }

    /** A text that has a term. */
    @FunctionalInterface
    interface Occurrence {
        void of(int text, int frequency, int length);
    }

    private static final class Row {

        private final String term;
        private int[] texts = new int[2];
        private short[] frequencies = new short[2];
        private int size;

        private Row(String term) {
            this.term = term;
        }

        private void add(int text, short frequency) {
            if (size == texts.length) {
                texts = Arrays.copyOf(texts, size * 2);
                frequencies = Arrays.copyOf(frequencies, size * 2);
            }
            texts[size] = text;
            frequencies[size++] = frequency;
        }
    }
}
