package io.everknown.inference;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of extraction, {@code everknown.extraction.*}.
 *
 * @param slotsFile a YAML file of slots that is laid over the built-in ones, or null
 */
@ConfigurationProperties("everknown.extraction")
record ExtractionSettings(@Nullable Path slotsFile) {}
