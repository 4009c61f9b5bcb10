package io.everknown.inference.lexical;

import io.everknown.memory.lexical.LexicalAnalyzer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicNormalizationFilter;
import org.apache.lucene.analysis.ar.ArabicStemFilter;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.hi.HindiNormalizationFilter;
import org.apache.lucene.analysis.hi.HindiStemFilter;
import org.apache.lucene.analysis.in.IndicNormalizationFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.ru.RussianLightStemFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Terms by Lucene: Unicode words in lower case without accents, English possessives, stop words and endings taken
 * off. Chinese, Japanese and Korean become single characters and overlapping pairs of them, Thai, Lao, Khmer and Burmese
 * overlapping pairs, since no blanks part their words. Articles and endings of Arabic, and endings of Russian and Hindi
 * are taken off too; words of other languages stay as they are. Thread-safe.
 */
public final class LuceneLexicalAnalyzer implements LexicalAnalyzer, AutoCloseable {

    private static final String FIELD = "text";

    private final Analyzer analyzer = new Terms();

    @Override
    public List<String> terms(String text) {
        List<String> terms = new ArrayList<>();
        try (TokenStream stream = analyzer.tokenStream(FIELD, text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                // An Arabic tatweel alone, for one, is nothing once it is normalised.
                if (!term.isEmpty()) {
                    terms.add(term.toString());
                }
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return terms;
    }

    @Override
    public void close() {
        analyzer.close();
    }

    private static final int ALL_SCRIPTS =
            CJKBigramFilter.HAN | CJKBigramFilter.HIRAGANA | CJKBigramFilter.KATAKANA | CJKBigramFilter.HANGUL;

    private static final class Terms extends Analyzer {
        @Override
        protected TokenStreamComponents createComponents(String field) {
            StandardTokenizer words = new StandardTokenizer();
            TokenStream stream = new CJKWidthFilter(words);
            stream = new EnglishPossessiveFilter(stream);
            stream = new LowerCaseFilter(stream);
            stream = new ASCIIFoldingFilter(stream);
            stream = new CharacterPairs(stream);
            stream = new CJKBigramFilter(stream, ALL_SCRIPTS, true);
            stream = new ArabicStemFilter(new ArabicNormalizationFilter(stream));
            stream = new HindiStemFilter(new HindiNormalizationFilter(new IndicNormalizationFilter(stream)));
            stream = new RussianLightStemFilter(stream);
            stream = new StopFilter(stream, EnglishAnalyzer.ENGLISH_STOP_WORDS_SET);
            stream = new PorterStemFilter(stream);
            return new TokenStreamComponents(words, stream);
        }
    }
}
