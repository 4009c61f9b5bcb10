package io.everknown.memory.extraction;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an instruction regulates: "prefix of function names", "language of answers to mails".
 *
 * @param things base forms of the words for the thing, its head last; empty where the aspect says it all
 * @param contexts base forms of the words for the circumstances it holds in
 * @param aspect what is regulated about the thing; never empty
 */
public record InstructionTopic(List<String> things, List<String> contexts, String aspect) {

    /** What the slots of instructions begin with. */
    public static final String SLOTS = "instruction/";

    /** Begins the slot of what somebody takes on: it counts if such an instruction is known. */
    public static final String PLEDGES = "pledge/";

    /** Whose the instructions are: they hold in the memory they were given in, whoever gave them. */
    public static final String SUBJECT = "Standing instructions";

    public InstructionTopic {
        things = List.copyOf(new LinkedHashSet<>(things));
        Set<String> rest = new LinkedHashSet<>(contexts);
        rest.removeAll(things);
        contexts = List.copyOf(rest);
    }

    /** Reads a slot back; null if it is no instruction's. */
    public static @Nullable InstructionTopic of(@Nullable String slot) {
        if (slot == null || !(slot.startsWith(SLOTS) || slot.startsWith(PLEDGES))) {
            return null;
        }
        String[] parts = slot.substring(slot.indexOf('/') + 1).split("/", -1);
        String aspect = parts[parts.length - 1];
        String[] named = parts.length < 2 ? new String[] {""} : parts[0].split("@", -1);
        return new InstructionTopic(words(named[0]), words(named.length < 2 ? "" : named[1]), aspect.replace('_', ' '));
    }

    /** As the name of a slot: {@code instruction/function_name/prefix}, {@code instruction/answer@mail/language}. */
    public String slot() {
        String named = String.join("_", things) + (contexts.isEmpty() ? "" : "@" + String.join("_", contexts));
        return SLOTS + (named.isEmpty() ? "" : named + "/") + aspect.replace(' ', '_');
    }

    private static List<String> words(String joined) {
        return Arrays.stream(joined.split("_")).filter(word -> !word.isEmpty()).toList();
    }
}
