package io.everknown.inference.language;

import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.extraction.FactKind;
import io.everknown.memory.extraction.SlotCatalogue;
import io.everknown.memory.extraction.SlotCatalogue.Shape;
import io.everknown.memory.extraction.SlotCatalogue.Slot;
import io.everknown.memory.extraction.SlotKinds;
import io.everknown.memory.extraction.SlotKinds.Kinds;
import io.everknown.memory.extraction.TraitCatalogue;
import io.everknown.memory.extraction.TraitCatalogue.Stance;
import io.everknown.memory.extraction.TraitCatalogue.Trait;
import io.everknown.memory.extraction.Wording;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads slot catalogues from YAML; the format is in {@code docs/extraction.md}. */
public final class YamlSlotCatalogue {

    private static final String BUILT_IN = "/io/everknown/inference/language/slots.yaml";
    private static final String TRAITS = "/io/everknown/inference/language/traits.yaml";
    private static final Pattern PART = Pattern.compile("\\{([a-z_]{2,})\\}");

    private final Map<String, String> parts = new LinkedHashMap<>();

    private YamlSlotCatalogue() {}

    /**
     * The slots that come with the service.
     *
     * @throws UncheckedIOException if they can't be read
     */
    public static SlotCatalogue builtIn() {
        return new YamlSlotCatalogue().readBuiltIn();
    }

    /**
     * The built-in slots with those of a file over them; the file may use the built-in parts and add its own.
     *
     * @throws UncheckedIOException if the file can't be read
     * @throws IllegalArgumentException naming the file, the slot and what is wrong with it
     */
    public static SlotCatalogue builtInWith(Path file) {
        try {
            return builtInWith(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #builtInWith(Path)}, for text at hand; {@code origin} names it in errors. */
    public static SlotCatalogue builtInWith(String yaml, String origin) {
        YamlSlotCatalogue reader = new YamlSlotCatalogue();
        SlotCatalogue builtIn = reader.readBuiltIn();
        return builtIn.with(reader.read(new StringReader(yaml), origin));
    }

    private SlotCatalogue readBuiltIn() {
        SlotCatalogue slots = readResource(BUILT_IN);
        SlotCatalogue traits = readResource(TRAITS);
        return new SlotCatalogue(
                slots.slots(),
                traits.traits(),
                YamlWording.builtIn(),
                slots.kinds().with(traits.kinds()));
    }

    private SlotCatalogue readResource(String name) {
        try (InputStream stream = YamlSlotCatalogue.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("nothing at " + name + " on the class path");
            }
            return read(new StringReader(new String(stream.readAllBytes(), StandardCharsets.UTF_8)), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SlotCatalogue read(Reader source, String origin) {
        Object loaded;
        try {
            loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(source);
        } catch (YAMLException e) {
            throw new IllegalArgumentException(origin + " is not YAML: " + e.getMessage(), e);
        }
        if (!(loaded instanceof Map<?, ?> document)) {
            throw new IllegalArgumentException(origin + " has no 'slots'");
        }
        if (document.get("parts") instanceof Map<?, ?> own) {
            own.forEach((name, regex) -> parts.put(String.valueOf(name), withParts(String.valueOf(regex))));
        }
        if (!(document.get("slots") instanceof List<?>) && !(document.get("traits") instanceof List<?>)) {
            throw new IllegalArgumentException(origin + " has neither a list 'slots' nor a list 'traits'");
        }
        List<Slot> slots = entries(document, "slots", "slot", origin, this::slot);
        List<Trait> traits = entries(document, "traits", "trait", origin, this::trait);
        Map<String, Kinds> kinds = new LinkedHashMap<>();
        for (String key : List.of("slots", "traits", "families")) {
            entries(document, key, "family", origin, YamlSlotCatalogue::kinds).forEach(kinds::putAll);
        }
        return new SlotCatalogue(slots, new TraitCatalogue(traits), Wording.NONE, new SlotKinds(kinds));
    }

    /** What the facts of a slot are; nothing for one that says nothing, or whose name is not known before it is filled. */
    private static Map<String, Kinds> kinds(Map<?, ?> fields) {
        Object kind = fields.get("kind");
        String family = SlotKinds.family(String.valueOf(fields.get("name")));
        if (kind == null || family.startsWith("{")) {
            return Map.of();
        }
        Map<?, ?> each = kind instanceof Map<?, ?> given ? given : Map.of("own", kind);
        return Map.of(family, new Kinds(kind(each, "own"), kind(each, "kin"), kind(each, "others")));
    }

    private static FactKind kind(Map<?, ?> kinds, String of) {
        String kind = text(kinds, of);
        try {
            return kind == null ? FactKind.FACT : FactKind.valueOf(kind.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("there is no kind '" + kind + "'", e);
        }
    }

    private static <T> List<T> entries(
            Map<?, ?> document, String key, String kind, String origin, Function<Map<?, ?>, T> reader) {
        List<T> read = new ArrayList<>();
        for (Object entry : document.get(key) instanceof List<?> list ? list : List.of()) {
            if (!(entry instanceof Map<?, ?> fields) || text(fields, "name") == null) {
                throw new IllegalArgumentException(origin + ": every " + kind + " has a name");
            }
            try {
                read.add(reader.apply(fields));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        origin + ": " + kind + " '" + text(fields, "name") + "': " + e.getMessage(), e);
            }
        }
        return read;
    }

    private Trait trait(Map<?, ?> fields) {
        List<Stance> stances = new ArrayList<>();
        for (Object entry : fields.get("stances") instanceof List<?> list ? list : List.of()) {
            if (!(entry instanceof Map<?, ?> stance) || stance.size() != 1) {
                throw new IllegalArgumentException("a stance is a value and a pattern");
            }
            stance.forEach((value, regex) -> {
                String[] parts = String.valueOf(value).split(" ", 2);
                stances.add(new Stance(parts[0], parts.length > 1 ? parts[1] : null, pattern(regex)));
            });
        }
        Object longest = fields.get("longest");
        String name = text(fields, "name");
        return new Trait(
                name == null ? "" : name,
                longest instanceof Integer words ? words : 3,
                stances,
                patterns(fields, "endings"));
    }

    private Slot slot(Map<?, ?> fields) {
        String type = text(fields, "value_type");
        String shape = text(fields, "shape");
        String name = text(fields, "name");
        List<Pattern> patterns = patterns(fields, "patterns");
        for (Pattern pattern : patterns) {
            if (!pattern.namedGroups().containsKey("value")) {
                throw new IllegalArgumentException("a pattern has no group 'value': " + pattern);
            }
        }
        String description = text(fields, "description");
        return new Slot(
                name == null ? "" : name,
                description == null ? "" : description,
                patterns,
                patterns(fields, "endings"),
                text(fields, "relation"),
                type == null ? null : EntityType.valueOf(type.toUpperCase(Locale.ROOT)),
                shape == null ? Shape.TEXT : Shape.valueOf(shape.toUpperCase(Locale.ROOT)),
                text(fields, "about"),
                text(fields, "text"));
    }

    private List<Pattern> patterns(Map<?, ?> fields, String key) {
        if (!(fields.get(key) instanceof List<?> list)) {
            return List.of();
        }
        List<Pattern> patterns = new ArrayList<>();
        for (Object regex : list) {
            patterns.add(pattern(regex));
        }
        return patterns;
    }

    private Pattern pattern(Object regex) {
        try {
            return Pattern.compile(withParts(String.valueOf(regex)), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private String withParts(String regex) {
        return PART.matcher(regex).replaceAll(hit -> {
            String part = parts.get(hit.group(1));
            if (part == null) {
                throw new IllegalArgumentException("there is no part '" + hit.group(1) + "'");
            }
            return Matcher.quoteReplacement(part);
        });
    }

    private static @Nullable String text(Map<?, ?> fields, String key) {
        Object value = fields.get(key);
        return value == null ? null : String.valueOf(value);
    }
}
