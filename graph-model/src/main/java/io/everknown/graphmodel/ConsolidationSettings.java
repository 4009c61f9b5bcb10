package io.everknown.graphmodel;

import io.everknown.memory.decision.DuplicateRule;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.reflection.Reflections;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What consolidation makes of memories over time, {@code everknown.consolidation.*}.
 *
 * @param merge when two facts are taken for one
 * @param reflect when facts together say something
 */
@ConfigurationProperties("everknown.consolidation")
record ConsolidationSettings(
        @DefaultValue Merge merge, @DefaultValue Reflection reflect) {

    /**
     * When two facts are taken for one, {@code everknown.consolidation.merge.*}.
     *
     * @param similarity the least cosine, in [0, 1]
     * @param same the least probability that they say the same, in either direction, in [0, 1]
     * @param compared the most pairs of a user compared in one night; 0 merges only what is said in the same words
     */
    record Merge(
            @DefaultValue("0.9") double similarity,
            @DefaultValue("0.9") double same,
            @DefaultValue("2000") int compared) {

        DuplicateRule.Limits limits() {
            return new DuplicateRule.Limits(similarity, same, compared);
        }
    }

    /**
     * When facts together say something, {@code everknown.consolidation.reflect.*}.
     *
     * @param window how far back a night looks for what is new
     * @param most the most insights of one reflection; 0 for none
     * @param statements the least facts of a pattern, at least 3
     * @param days on how many days they were said at least, at least 2
     * @param similarity the least cosine of a fact and the theme it belongs to, in [0, 1]
     * @param minTrust the least trust of facts
     */
    record Reflection(
            @DefaultValue("36h") Duration window,
            @DefaultValue("5") int most,
            @DefaultValue("3") int statements,
            @DefaultValue("2") int days,
            @DefaultValue("0.5") double similarity,
            @DefaultValue("agent") TrustLevel minTrust) {

        Reflections.Limits limits() {
            return new Reflections.Limits(most, statements, days, similarity, minTrust);
        }
    }
}
