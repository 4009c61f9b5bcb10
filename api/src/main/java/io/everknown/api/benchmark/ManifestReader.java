package io.everknown.api.benchmark;

import io.everknown.api.benchmark.Manifest.Budget;
import io.everknown.api.benchmark.Manifest.ConversationSet;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads manifests, in YAML or JSON; {@code benchmarks/README.md} has the format. */
final class ManifestReader {

    private final Path file;
    private final UnaryOperator<@Nullable String> environment;

    private ManifestReader(Path file, UnaryOperator<@Nullable String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /**
     * Reads a manifest; paths in it are meant from its own folder.
     *
     * @param environment the value of a variable, or null where it is not set
     * @throws IllegalArgumentException when it is missing, has another shape or names what is not there; its message is
     *     one sentence for whoever wrote the manifest
     */
    static Manifest read(Path file, UnaryOperator<@Nullable String> environment) {
        return new ManifestReader(file.toAbsolutePath().normalize(), environment).read();
    }

    private Manifest read() {
        ManifestFields fields = new ManifestFields(file.getFileName().toString(), document());
        fields.knowsOnly("name", "conversations", "variants", "budgets");
        List<ConversationSet> sets =
                fields.list("conversations").stream().map(this::conversationSet).toList();
        if (sets.isEmpty()) {
            throw fields.wrong("names no 'conversations'");
        }
        Set<String> names = new HashSet<>(Set.of(Manifest.WHOLE));
        for (ConversationSet set : sets) {
            if (!names.add(set.name())) {
                throw fields.wrong("has two sets of conversations called '" + set.name() + "'");
            }
        }
        List<Variant> variants = variants(fields);
        return new Manifest(
                fields.text("name", file.getFileName().toString()),
                sets,
                variants,
                fields.list("budgets").stream()
                        .map(budget -> budget(budget, names, variants))
                        .toList());
    }

    private Object document() {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        } catch (YAMLException | MalformedInputException e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IllegalArgumentException(file + " is neither YAML nor JSON: " + why, e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the manifest " + file + " is missing or can't be read", e);
        }
    }

    private ConversationSet conversationSet(ManifestFields fields) {
        fields.knowsOnly("name", "file", "files", "variable", "limit");
        List<String> paths = new ArrayList<>(fields.texts("files"));
        String one = fields.text("file", "");
        if (!one.isEmpty()) {
            paths.add(one);
        }
        String variable = fields.text("variable", "");
        if (!variable.isEmpty()) {
            String value = environment.apply(variable);
            if (value == null || value.isBlank()) {
                throw fields.wrong("wants the environment variable " + variable + ", which is not set");
            }
            paths.add(value);
        }
        if (paths.isEmpty()) {
            throw fields.wrong("needs 'file', 'files' or 'variable'");
        }
        List<Path> files = paths.stream().map(file::resolveSibling).toList();
        for (Path path : files) {
            if (!Files.isReadable(path)) {
                throw fields.wrong("names " + path + ", which is missing or can't be read");
            }
        }
        double limit = fields.number("limit", Integer.MAX_VALUE);
        if (limit < 1 || limit != Math.rint(limit)) {
            throw fields.wrong("has a 'limit' that is no whole number of at least 1");
        }
        return new ConversationSet(
                fields.text("name", files.getFirst().getFileName().toString()), files, (int) limit);
    }

    private static List<Variant> variants(ManifestFields fields) {
        EnumSet<Variant> chosen = EnumSet.of(Variant.ALL);
        List<String> named = fields.texts("variants");
        for (String name : named) {
            chosen.add(Keyed.find(Variant.values(), name)
                    .orElseThrow(() -> fields.unknown("variant", name, Keyed.keys(Variant.values()))));
        }
        return List.copyOf(named.isEmpty() ? EnumSet.allOf(Variant.class) : chosen);
    }

    private static Budget budget(ManifestFields fields, Set<String> sets, List<Variant> variants) {
        fields.knowsOnly("figure", "conversations", "variant", "category", "least", "most");
        String figure = fields.text("figure", "");
        boolean speed = Keyed.find(Speed.values(), figure).isPresent();
        if (!speed && Keyed.find(Figure.values(), figure).isEmpty()) {
            throw fields.unknown("figure", figure, Keyed.keys(Figure.values()) + ", " + Keyed.keys(Speed.values()));
        }
        if (speed && (fields.has("conversations") || fields.has("variant") || fields.has("category"))) {
            throw fields.wrong("is for the whole run: " + figure + " has no conversations, variant or category");
        }
        String set = fields.text("conversations", Manifest.WHOLE);
        if (!sets.contains(set)) {
            throw fields.unknown("set of conversations", set, String.join(", ", sets));
        }
        Variant variant = Keyed.find(Variant.values(), fields.text("variant", Variant.ALL.key()))
                .filter(variants::contains)
                .orElseThrow(() -> fields.wrong("is for a variant that is not measured"));
        Double least = fields.numberOrNull("least");
        Double most = fields.numberOrNull("most");
        if (least == null && most == null) {
            throw fields.wrong("needs 'least' or 'most'");
        }
        return new Budget(figure, set, variant, category(fields), least, most);
    }

    private static @Nullable Category category(ManifestFields fields) {
        String name = fields.text("category", "");
        return name.isEmpty()
                ? null
                : Keyed.find(Category.values(), name)
                        .orElseThrow(() -> fields.unknown("category", name, Keyed.keys(Category.values())));
    }
}
