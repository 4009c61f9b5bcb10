package io.everknown.inference.language;

import io.everknown.memory.extraction.LanguageDetector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.ca.CatalanAnalyzer;
import org.apache.lucene.analysis.cz.CzechAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Tells languages in Latin letters by their function words: those of Lucene's analysers, and those of
 * {@code languages.yaml}. Doubts go to English, because a wrong guess costs a statement its slot. Thread-safe.
 */
public final class StopWordDetector implements LanguageDetector {

    private static final String BUILT_IN = "/io/everknown/inference/language/languages.yaml";

    /** Of the words of one letter, "I" alone tells something. */
    private static final Pattern WORD =
            Pattern.compile("\\p{L}[\\p{L}\\p{M}]+|(?<![\\p{L}\\p{M}'’])i(?![\\p{L}\\p{M}])");

    /** A longer text is told by its first so many characters. */
    private static final int READ = 2_000;

    /** Function words by which another language has to lead where there are English ones too. */
    private static final int CLEAR_LEAD = 2;

    private static final int LAST_ASCII = 0x7f;

    private final Set<String> english;
    private final Map<String, Set<String>> others;

    private StopWordDetector(Set<String> english, Map<String, Set<String>> others) {
        this.english = english;
        this.others = others;
    }

    /**
     * The detector with the words that come with the service.
     *
     * @throws UncheckedIOException if they can't be read
     */
    public static StopWordDetector builtIn() {
        Map<String, Set<String>> languages = lucene();
        try (InputStream stream = StopWordDetector.class.getResourceAsStream(BUILT_IN)) {
            if (stream == null) {
                throw new IOException("no words at " + BUILT_IN + " on the class path");
            }
            Map<?, ?> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(stream);
            document.forEach((code, words) -> languages
                    .computeIfAbsent(String.valueOf(code), none -> new HashSet<>())
                    .addAll(List.of(String.valueOf(words).strip().split("\\s+"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set<String> exclamations = languages.remove(UNKNOWN);
        Set<String> english = languages.remove(ENGLISH);
        if (english == null || exclamations == null) {
            throw new IllegalStateException(BUILT_IN + " has words of English (en) and of no language (und)");
        }
        languages.values().forEach(words -> words.removeAll(exclamations));
        return new StopWordDetector(english, languages);
    }

    /** The more widely spoken first: where two lead by the same number of words, it is the first. */
    private static Map<String, Set<String>> lucene() {
        Map<String, Set<String>> sets = new LinkedHashMap<>();
        sets.put("es", words(SpanishAnalyzer.getDefaultStopSet()));
        sets.put("fr", words(FrenchAnalyzer.getDefaultStopSet()));
        sets.put("pt", words(PortugueseAnalyzer.getDefaultStopSet()));
        sets.put("de", words(GermanAnalyzer.getDefaultStopSet()));
        sets.put("it", words(ItalianAnalyzer.getDefaultStopSet()));
        sets.put("nl", words(DutchAnalyzer.getDefaultStopSet()));
        sets.put("id", words(IndonesianAnalyzer.getDefaultStopSet()));
        sets.put("tr", words(TurkishAnalyzer.getDefaultStopSet()));
        sets.put("ro", words(RomanianAnalyzer.getDefaultStopSet()));
        sets.put("sv", words(SwedishAnalyzer.getDefaultStopSet()));
        sets.put("nb", words(NorwegianAnalyzer.getDefaultStopSet()));
        sets.put("da", words(DanishAnalyzer.getDefaultStopSet()));
        sets.put("cs", words(CzechAnalyzer.getDefaultStopSet()));
        sets.put("hu", words(HungarianAnalyzer.getDefaultStopSet()));
        sets.put("fi", words(FinnishAnalyzer.getDefaultStopSet()));
        sets.put("ca", words(CatalanAnalyzer.getDefaultStopSet()));
        return sets;
    }

    private static Set<String> words(CharArraySet set) {
        Set<String> words = new HashSet<>();
        for (Object word : set) {
            words.add(new String((char[]) word));
        }
        return words;
    }

    @Override
    public String language(String text) {
        String read = text.substring(0, Math.min(READ, text.length())).toLowerCase(Locale.ROOT);
        List<String> words =
                WORD.matcher(read).results().map(MatchResult::group).toList();
        @Nullable String best = null;
        long lead = 0;
        for (Map.Entry<String, Set<String>> other : others.entrySet()) {
            long foreign = words.stream()
                    .filter(word -> other.getValue().contains(word) && !english.contains(word))
                    .count();
            long own = words.stream()
                    .filter(word -> english.contains(word) && !other.getValue().contains(word))
                    .count();
            if (foreign - own > lead) {
                lead = foreign - own;
                best = other.getKey();
            }
        }
        boolean someEnglish = words.stream().anyMatch(english::contains);
        if (best != null && (lead >= CLEAR_LEAD || !someEnglish)) {
            return best;
        }
        return someEnglish ? ENGLISH : byLetters(words);
    }

    /** Words of which a third has letters that English lacks are not English, whatever they are. */
    private static String byLetters(List<String> words) {
        long accented = words.stream().filter(StopWordDetector::accented).count();
        return words.size() >= 2 && accented * 3 >= words.size() ? OTHER : UNKNOWN;
    }

    private static boolean accented(String word) {
        return word.chars().anyMatch(c -> c > LAST_ASCII);
    }
}
