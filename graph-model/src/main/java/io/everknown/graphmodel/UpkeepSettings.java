package io.everknown.graphmodel;

import io.everknown.memory.extraction.FactKind;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is essential, how memories fade, expire and are pruned, {@code everknown.upkeep.*}.
 *
 * @param essentialTokens the tokens of a list of essential memories where the caller names no budget
 * @param essentialStrength the strength from which on a memory is essential, in [0, 1]
 * @param weight how much each kind is to be known before any question
 * @param halfLife how fast each kind fades
 * @param floor the confidence below which nothing fades, in [0, 1]
 * @param grace how long an expired memory is kept before it is removed
 * @param prune what is pruned
 */
@ConfigurationProperties("everknown.upkeep")
record UpkeepSettings(
        @DefaultValue("500") int essentialTokens,
        @DefaultValue("0.6") double essentialStrength,
        @DefaultValue Weights weight,
        @DefaultValue HalfLives halfLife,
        @DefaultValue("0.05") double floor,
        @DefaultValue("24h") Duration grace,
        @DefaultValue Prune prune) {

    UpkeepSettings {
        require(essentialTokens >= 1, "essential-tokens is at least 1");
        require(isShare(essentialStrength) && isShare(floor), "essential-strength and floor lie in [0, 1]");
        require(!grace.isNegative(), "grace is not negative");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("everknown.upkeep: " + what);
        }
    }

    private static boolean isShare(double value) {
        return value >= 0 && value <= 1;
    }

    /** Weights of the kinds, {@code everknown.upkeep.weight.*}, in [0, 1]; 0 is never essential unless pinned. */
    record Weights(
            @DefaultValue("1.0") double instruction,
            @DefaultValue("0.8") double identity,
            @DefaultValue("0.6") double preference,
            @DefaultValue("0.35") double interest,
            @DefaultValue("0") double fact,
            @DefaultValue("0") double event) {

        Map<FactKind, Double> byKind() {
            Map<FactKind, Double> weights = Map.of(
                    FactKind.INSTRUCTION, instruction,
                    FactKind.IDENTITY, identity,
                    FactKind.PREFERENCE, preference,
                    FactKind.INTEREST, interest,
                    FactKind.FACT, fact,
                    FactKind.EVENT, event);
            require(weights.values().stream().allMatch(UpkeepSettings::isShare), "weights lie in [0, 1]");
            return weights;
        }
    }

    /** Half-lives of the kinds, {@code everknown.upkeep.half-life.*}; 0 never fades. */
    record HalfLives(
            @DefaultValue("0d") Duration instruction,
            @DefaultValue("0d") Duration identity,
            @DefaultValue("730d") Duration preference,
            @DefaultValue("365d") Duration interest,
            @DefaultValue("180d") Duration fact,
            @DefaultValue("90d") Duration event) {

        Map<FactKind, Duration> byKind() {
            Map<FactKind, Duration> lives = Map.of(
                    FactKind.INSTRUCTION, instruction,
                    FactKind.IDENTITY, identity,
                    FactKind.PREFERENCE, preference,
                    FactKind.INTEREST, interest,
                    FactKind.FACT, fact,
                    FactKind.EVENT, event);
            require(lives.values().stream().noneMatch(Duration::isNegative), "half-lives are not negative");
            return lives;
        }
    }

    /**
     * What is pruned, {@code everknown.upkeep.prune.*}.
     *
     * @param confidence only what has faded below it, in [0, 1]
     * @param age only what has been known so long
     * @param support only what was said fewer times
     * @param keep how long it can be taken back before it is forgotten; 0 for ever
     */
    record Prune(
            @DefaultValue("0.2") double confidence,
            @DefaultValue("90d") Duration age,
            @DefaultValue("2") int support,
            @DefaultValue("30d") Duration keep) {

        Prune {
            require(isShare(confidence), "prune.confidence lies in [0, 1]");
            require(!age.isNegative() && !keep.isNegative(), "prune.age and prune.keep are not negative");
            require(support >= 1, "prune.support is at least 1");
        }
    }
}
