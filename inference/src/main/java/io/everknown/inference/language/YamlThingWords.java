package io.everknown.inference.language;

import io.everknown.memory.extraction.ThingWords;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the words by which values of things are compared; the format is in {@code docs/extraction.md}. */
public final class YamlThingWords {

    private static final String BUILT_IN = "/io/everknown/inference/language/things.yaml";

    private YamlThingWords() {}

    /**
     * The words that come with the service.
     *
     * @throws UncheckedIOException if they can't be read
     */
    public static ThingWords builtIn() {
        try (InputStream stream = YamlThingWords.class.getResourceAsStream(BUILT_IN)) {
            if (stream == null) {
                throw new IOException("no words at " + BUILT_IN + " on the class path");
            }
            Map<?, ?> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(stream);
            Map<String, String> statuses = new HashMap<>();
            if (document.get("statuses") instanceof Map<?, ?> groups) {
                groups.forEach(
                        (status, words) -> list(words).forEach(word -> statuses.put(word, String.valueOf(status))));
            }
            List<List<String>> alike = new ArrayList<>();
            if (document.get("alike") instanceof List<?> groups) {
                groups.forEach(group -> alike.add(list(group)));
            }
            return new ThingWords(
                    ThingWords.canonical(alike),
                    words(document, "changes"),
                    words(document, "nows"),
                    words(document, "aims"),
                    statuses,
                    words(document, "general"),
                    words(document, "choices"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> words(Map<?, ?> document, String key) {
        return new HashSet<>(list(document.get(key)));
    }

    private static List<String> list(@Nullable Object words) {
        return words instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
