package io.everknown.api.benchmark;

import io.everknown.api.benchmark.Manifest.ConversationSet;
import io.everknown.api.labelled.LabelledConversations;
import io.everknown.api.labelled.LabelledConversations.Conversation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.ObjectMapper;

/** A set of conversations, read from its files, with the questions that count. */
record LabelledSet(String name, List<Conversation> conversations) {

    LabelledSet {
        conversations = List.copyOf(conversations);
    }

    /**
     * Reads all sets of a manifest. Questions that the conversation does not answer are left out.
     *
     * @throws IllegalArgumentException in one sentence, when a file has another shape
     */
    static List<LabelledSet> read(ObjectMapper mapper, Manifest manifest) {
        return manifest.sets().stream().map(set -> read(mapper, set)).toList();
    }

    private static LabelledSet read(ObjectMapper mapper, ConversationSet set) {
        List<Conversation> conversations = new ArrayList<>();
        for (Path file : set.files()) {
            for (Conversation one : LabelledConversations.read(mapper, file)) {
                Conversation asked = new Conversation(
                        one.name(),
                        one.turns(),
                        one.questions().stream()
                                .filter(question -> question.category() != LabelledConversations.UNANSWERABLE)
                                .toList());
                if (asked.turns().isEmpty() || asked.questions().isEmpty()) {
                    throw new IllegalArgumentException(
                            file + " is not in the shape of LoCoMo: its conversation '" + one.name()
                                    + "' has no turns in 'session_1' or no question in 'qa' with their 'evidence'");
                }
                conversations.add(asked);
            }
        }
        return new LabelledSet(set.name(), conversations.subList(0, Math.min(conversations.size(), set.limit())));
    }
}
