package io.everknown.inference.language;

import io.everknown.memory.extraction.Wording;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads which words mean the same from YAML; the format is in {@code docs/extraction.md}. */
public final class YamlWording {

    private static final String BUILT_IN = "/io/everknown/inference/language/wording.yaml";

    private YamlWording() {}

    /**
     * The wording that comes with the service.
     *
     * @throws UncheckedIOException if it can't be read
     */
    public static Wording builtIn() {
        try (InputStream stream = YamlWording.class.getResourceAsStream(BUILT_IN)) {
            if (stream == null) {
                throw new IOException("no wording at " + BUILT_IN + " on the class path");
            }
            Map<String, Object> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(stream);
            return new Wording(
                    longestFirst(forms(document.get("phrases"))),
                    forms(document.get("synonyms")),
                    words(document.get("dropped")),
                    words(document.get("negations")),
                    words(document.get("endings")),
                    words(document.get("asides")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each form that stands under a word, with that word. */
    private static Map<String, String> forms(@Nullable Object section) {
        Map<String, String> forms = new HashMap<>();
        if (section instanceof Map<?, ?> lines) {
            lines.forEach((word, others) -> {
                for (Object other : others instanceof List<?> list ? list : List.of()) {
                    forms.put(String.valueOf(other), String.valueOf(word));
                }
            });
        }
        return forms;
    }

    private static Map<String, String> longestFirst(Map<String, String> phrases) {
        List<Map.Entry<String, String>> entries = new ArrayList<>(phrases.entrySet());
        entries.sort(Comparator.comparingInt(
                        (Map.Entry<String, String> e) -> -e.getKey().length())
                .thenComparing(Map.Entry::getKey));
        Map<String, String> sorted = new LinkedHashMap<>();
        entries.forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    private static Set<String> words(@Nullable Object section) {
        return section == null
                ? Set.of()
                : new LinkedHashSet<>(List.of(String.valueOf(section).strip().split("\\s+")));
    }
}
