package io.everknown.inference;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of extraction, {@code everknown.extraction.*}.
 *
 * @param slotsFile a YAML file of slots that is laid over the built-in ones, or null
 * @param analyser whether sentences are parsed
 */
@ConfigurationProperties("everknown.extraction")
record ExtractionSettings(
        @Nullable Path slotsFile, @DefaultValue("full") Analyser analyser) {

    /** How much is known of a sentence. */
    enum Analyser {
        /** Its dependency tree; takes about 1 GB of heap. */
        FULL,
        /** Its parts of speech; for small machines. */
        LIGHT
    }
}
