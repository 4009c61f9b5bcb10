package io.everknown.inference.language;

import io.everknown.memory.extraction.InstructionLexicon;
import io.everknown.memory.extraction.InstructionLexicon.Cue;
import io.everknown.memory.extraction.InstructionLexicon.Kind;
import io.everknown.memory.extraction.InstructionLexicon.Verb;
import io.everknown.memory.extraction.Lemmas;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads how instructions are worded from YAML; the format is in {@code docs/extraction.md}. */
public final class YamlInstructionLexicon {

    private static final String BUILT_IN = "/io/everknown/inference/language/instructions.yaml";

    private YamlInstructionLexicon() {}

    /**
     * The words that come with the service.
     *
     * @throws UncheckedIOException if they can't be read
     */
    public static InstructionLexicon builtIn() {
        try (InputStream stream = YamlInstructionLexicon.class.getResourceAsStream(BUILT_IN)) {
            if (stream == null) {
                throw new IOException("no instruction words at " + BUILT_IN + " on the class path");
            }
            return read(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A lexicon from YAML.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    static InstructionLexicon read(String yaml) {
        Map<?, ?> document = map(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml), "the document");
        Map<Cue, Set<String>> cues = new EnumMap<>(Cue.class);
        map(document.get("cues"), "cues").forEach((name, phrases) -> cues.put(cue(name), words(phrases)));
        for (Cue cue : List.of(Cue.ANYMORE, Cue.IDIOMS, Cue.ONCE)) {
            cues.put(cue, words(document.get(cue.name().toLowerCase(Locale.ROOT))));
        }
        return new InstructionLexicon(
                cues,
                verbs(document.get("verbs")),
                synonyms(document.get("synonyms")),
                byWord(document.get("aspects"), "aspects"),
                byWord(document.get("values"), "values"),
                words(document.get("kinds")),
                words(document.get("vague")),
                words(document.get("rules")));
    }

    private static Cue cue(Object name) {
        try {
            return Cue.valueOf(String.valueOf(name).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("there is no kind of cue '" + name + "'", e);
        }
    }

    private static Map<String, List<Verb>> verbs(@Nullable Object entries) {
        Map<String, List<Verb>> verbs = new HashMap<>();
        for (Object entry : list(entries, "verbs")) {
            Map<?, ?> fields = map(entry, "an entry of verbs");
            Kind kind = Kind.valueOf(String.valueOf(fields.get("kind")).toUpperCase(Locale.ROOT));
            Object aspect = fields.get("aspect");
            for (String lemma : words(fields.get("verbs"))) {
                for (String form : Lemmas.forms(lemma)) {
                    verbs.computeIfAbsent(form, key -> new ArrayList<>())
                            .add(new Verb(lemma, kind, aspect == null ? "" : aspect.toString(), form.equals(lemma)));
                }
            }
        }
        verbs.replaceAll((form, readings) -> List.copyOf(readings));
        return verbs;
    }

    private static Map<String, String> synonyms(@Nullable Object entries) {
        Map<String, String> synonyms = new HashMap<>();
        for (Object entry : list(entries, "synonyms")) {
            List<?> group = list(entry, "a group of synonyms");
            group.forEach(word -> synonyms.put(word.toString(), group.getFirst().toString()));
        }
        return synonyms;
    }

    private static Map<String, String> byWord(@Nullable Object groups, String name) {
        Map<String, String> byWord = new HashMap<>();
        map(groups, name)
                .forEach((group, members) -> words(members).forEach(word -> byWord.put(word, group.toString())));
        return byWord;
    }

    private static Set<String> words(@Nullable Object list) {
        Set<String> words = new HashSet<>();
        list(list, "a list of words").forEach(word -> words.add(word.toString().toLowerCase(Locale.ROOT)));
        return words;
    }

    private static List<?> list(@Nullable Object value, String name) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException(name + " is no list");
    }

    private static Map<?, ?> map(@Nullable Object value, String name) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(name + " is no map");
    }
}
