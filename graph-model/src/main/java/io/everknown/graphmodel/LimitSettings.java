package io.everknown.graphmodel;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Finer thresholds of deciding, and how much is kept at hand, {@code everknown.memory.*}; cosines and shares in [0, 1].
 *
 * @param maxMemories the most facts, summaries and insights of a user that hold and are not archived
 * @param sharedWords the least share of common words of two statements that say the same
 * @param endingSimilarity the least cosine of what a statement that something is over may close
 * @param instructionSharedWords the least share of common words of an instruction and the one that it ends
 * @param instructionSimilarity the least cosine of two instructions that differ in their circumstances alone
 * @param instructionChangeSimilarity the least cosine of an instruction and the one that it says it changes
 * @param successionSimilarity the least cosine of a statement and the fact whose value it replaces
 * @param successionCandidates the most facts looked at for one statement that may replace a value
 */
@ConfigurationProperties("everknown.memory")
public record LimitSettings(
        @DefaultValue("10000") int maxMemories,
        @DefaultValue("0.6") double sharedWords,
        @DefaultValue("0.32") double endingSimilarity,
        @DefaultValue("0.5") double instructionSharedWords,
        @DefaultValue("0.71") double instructionSimilarity,
        @DefaultValue("0.64") double instructionChangeSimilarity,
        @DefaultValue("0.20") double successionSimilarity,
        @DefaultValue("16") int successionCandidates) {}
