package io.everknown.api.benchmark;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** One of several that manifests and JSON call by a name. */
interface Keyed {

    /** The name. */
    String key();

    /** The one of a name. */
    static <T extends Keyed> Optional<T> find(T[] all, String key) {
        return Arrays.stream(all).filter(one -> one.key().equals(key)).findFirst();
    }

    /** All names, with commas between. */
    static String keys(Keyed... all) {
        return Arrays.stream(all).map(Keyed::key).collect(Collectors.joining(", "));
    }
}
