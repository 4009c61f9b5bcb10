package io.everknown.api.benchmark;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be measured.
 *
 * @param name of the suite
 * @param sets of conversations, at least one, each of another name
 * @param variants to be measured, {@link Variant#ALL} first
 * @param budgets what the figures must keep
 */
record Manifest(String name, List<ConversationSet> sets, List<Variant> variants, List<Budget> budgets) {

    /** The name under which figures over all sets stand. */
    static final String WHOLE = "all";

    Manifest {
        sets = List.copyOf(sets);
        variants = List.copyOf(variants);
        budgets = List.copyOf(budgets);
    }

    /**
     * Conversations that are told of together.
     *
     * @param files files or folders in the shape of LoCoMo
     * @param limit the most conversations
     */
    record ConversationSet(String name, List<Path> files, int limit) {

        ConversationSet {
            files = List.copyOf(files);
        }
    }

    /**
     * What a figure must keep.
     *
     * @param figure the key of a {@link Figure} or of a {@link Speed}
     * @param set whose questions; {@link #WHOLE} for all
     * @param variant of what recall
     * @param category of what questions, or null for all
     * @param least the least it may be, or null
     * @param most the most it may be, or null
     */
    record Budget(
            String figure,
            String set,
            Variant variant,
            @Nullable Category category,
            @Nullable Double least,
            @Nullable Double most) {

        boolean keeps(double value) {
            return (least == null || value >= least) && (most == null || value <= most);
        }
    }
}
