package io.everknown.api.benchmark;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of measuring, {@code everknown.benchmark.*}.
 *
 * @param manifest what is measured
 * @param out the folder that the leaderboard is written to
 * @param check whether a broken budget is a failure
 */
@ConfigurationProperties("everknown.benchmark")
record BenchmarkSettings(
        @DefaultValue("benchmarks/suite.yaml") Path manifest,
        @DefaultValue("target/benchmark") Path out,
        @DefaultValue("false") boolean check) {}
