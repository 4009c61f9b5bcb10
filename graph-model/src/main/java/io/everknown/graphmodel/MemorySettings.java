package io.everknown.graphmodel;

import io.everknown.memory.decision.ComparisonThresholds;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of deciding and recalling, {@code everknown.memory.*}.
 *
 * @param neighbourSimilarity cosine from which on a known fact is looked at when deciding, in [0, 1]
 * @param duplicateSimilarity cosine from which on two statements that share most of their words, and all figures, say the same, in [0, 1]
 * @param retractionSimilarity cosine from which on a taking-back without a slot closes a fact, in [0, 1]
 * @param channelDeadline how long a recall waits for one of its channels
 * @param recallCacheSize the most memory for audiences kept at hand, about; 0 for none
 * @param recallCachePatience how long a recall waits for an audience to be read before it asks the tables
 * @param comparison when the network that compares two statements decides
 */
@ConfigurationProperties("everknown.memory")
public record MemorySettings(
        @DefaultValue("0.64") double neighbourSimilarity,
        @DefaultValue("0.86") double duplicateSimilarity,
        @DefaultValue("0.71") double retractionSimilarity,
        @DefaultValue("500ms") Duration channelDeadline,
        @DefaultValue("128MB") DataSize recallCacheSize,
        @DefaultValue("50ms") Duration recallCachePatience,
        @DefaultValue Comparison comparison) {

    /**
     * Settings of the comparison of two statements of one speaker, {@code everknown.memory.comparison.*}.
     *
     * @param similarity least cosine of two statements that are compared, in [0, 1]
     * @param candidates the most facts that one statement is compared to; 0 compares nothing
     * @param replaces from which probability on a newer statement closes an older one, in [0, 1]
     * @param same from which probability on it is no news, in [0, 1]
     * @param ends from which probability on it tells the end of an older one, in [0, 1]
     */
    public record Comparison(
            @DefaultValue("0.20") double similarity,
            @DefaultValue("3") int candidates,
            @DefaultValue("0.65") double replaces,
            @DefaultValue("0.8") double same,
            @DefaultValue("0.6") double ends) {

        ComparisonThresholds thresholds() {
            return new ComparisonThresholds(similarity, candidates, replaces, same, ends);
        }
    }
}
