package io.everknown.api.training;

import io.everknown.memory.conversation.NewTurn;
import io.everknown.memory.identity.TrustLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Reads conversations whose questions name the turns that answer them, in the shape of LoCoMo (Maharana et al. 2024). */
final class LabelledConversations {

    /** Turns of a session follow each other by this much. */
    private static final int SECONDS = 30;

    private LabelledConversations() {}

    /**
     * A conversation.
     *
     * @param turns in order; each one's {@code sourceRef} is what questions name
     */
    record Conversation(String name, List<NewTurn> turns, List<Question> questions) {}

    /**
     * A question.
     *
     * @param answers references of the turns that answer it, at least one
     */
    record Question(String text, Set<String> answers) {}

    /**
     * Reads a file, or all {@code .json} files of a folder in the order of their names.
     *
     * @throws IllegalArgumentException when there is none, or one is of another shape
     */
    static List<Conversation> read(ObjectMapper mapper, Path path) {
        List<Conversation> conversations = new ArrayList<>();
        for (Path file : files(path)) {
            try {
                for (JsonNode sample : mapper.readTree(Files.readString(file))) {
                    conversations.add(conversation(sample));
                }
            } catch (IOException | JacksonException e) {
                throw new IllegalArgumentException(file + " can't be read: " + e.getMessage(), e);
            }
        }
        if (conversations.isEmpty()) {
            throw new IllegalArgumentException(path + " has no conversations");
        }
        return conversations;
    }

    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> inside = Files.list(path)) {
            return inside.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException(path + " can't be read: " + e.getMessage(), e);
        }
    }

    private static Conversation conversation(JsonNode sample) {
        List<NewTurn> turns = new ArrayList<>();
        Set<String> references = new TreeSet<>();
        JsonNode sessions = sample.path("conversation");
        for (int n = 1; sessions.has("session_" + n); n++) {
            Instant at = time(sessions.path("session_" + n + "_date_time").asString(""));
            int place = 0;
            for (JsonNode turn : sessions.path("session_" + n)) {
                String reference = turn.path("dia_id").asString();
                turns.add(new NewTurn(
                        "user",
                        turn.path("text").asString(),
                        turn.path("speaker").asString(),
                        at == null ? null : at.plusSeconds((long) SECONDS * place),
                        reference,
                        "session_" + n,
                        TrustLevel.USER,
                        null));
                references.add(reference);
                place++;
            }
        }
        List<Question> questions = new ArrayList<>();
        for (JsonNode question : sample.path("qa")) {
            Set<String> answers = new TreeSet<>();
            question.path("evidence").forEach(turn -> answers.add(turn.asString()));
            answers.retainAll(references);
            if (!answers.isEmpty()) {
                questions.add(new Question(question.path("question").asString(), answers));
            }
        }
        return new Conversation(sample.path("sample_id").asString("?"), turns, questions);
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
