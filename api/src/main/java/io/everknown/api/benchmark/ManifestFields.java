package io.everknown.api.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one place in a manifest. Whatever is asked for in another shape than it has is refused with an
 * {@link IllegalArgumentException} of one sentence.
 *
 * @param where names the place in errors
 */
record ManifestFields(String where, Map<?, ?> map) {

    ManifestFields(String where, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(where + " is no map of settings");
        }
        this(where, map);
    }

    IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(where + " " + what);
    }

    IllegalArgumentException unknown(String kind, String name, String known) {
        return wrong("knows no " + kind + " '" + name + "'; there are " + known);
    }

    void knowsOnly(String... names) {
        for (Object name : map.keySet()) {
            if (!Arrays.asList(names).contains(String.valueOf(name))) {
                throw unknown("setting", String.valueOf(name), String.join(", ", names));
            }
        }
    }

    boolean has(String name) {
        return map.containsKey(name);
    }

    String text(String name, String otherwise) {
        Object value = map.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Map<?, ?>
                || value instanceof List<?>
                || value.toString().isBlank()) {
            throw wrong("has a '" + name + "' that is no text");
        }
        return value.toString();
    }

    List<String> texts(String name) {
        return values(name).stream().map(String::valueOf).toList();
    }

    /** The maps of a list; of none where it is missing. */
    List<ManifestFields> list(String name) {
        List<ManifestFields> list = new ArrayList<>();
        for (Object value : values(name)) {
            list.add(new ManifestFields(where + ": " + name + " " + (list.size() + 1), value));
        }
        return list;
    }

    private List<?> values(String name) {
        Object value = map.get(name);
        if (value != null && !(value instanceof List<?>)) {
            throw wrong("has '" + name + "' that is no list");
        }
        return value == null ? List.of() : (List<?>) value;
    }

    double number(String name, double otherwise) {
        Double value = numberOrNull(name);
        return value == null ? otherwise : value;
    }

    @Nullable
    Double numberOrNull(String name) {
        Object value = map.get(name);
        if (value != null && !(value instanceof Number)) {
            throw wrong("has a '" + name + "' that is no number");
        }
        return value == null ? null : ((Number) value).doubleValue();
    }
}
