package io.everknown.api.labelled;

import io.everknown.memory.conversation.NewTurn;
import io.everknown.memory.identity.TrustLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Reads conversations whose questions name the turns that answer them, in the shape of LoCoMo (Maharana et al. 2024). */
public final class LabelledConversations {

    /** LoCoMo's category of questions that the conversation does not answer. */
    public static final int UNANSWERABLE = 5;

    /** Turns of a session follow each other by this much. */
    private static final int SECONDS = 30;

    /** LoCoMo's own moments, "1:56 pm on 8 May, 2023". */
    private static final DateTimeFormatter SPOKEN = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("h:mm a 'on' d MMMM, uuuu")
            .toFormatter(Locale.ENGLISH);

    /** A turn's name inside a longer text: some of LoCoMo's evidence is several in one, or written "D:8:1". */
    private static final Pattern REFERENCE = Pattern.compile("D:?0*(\\d+):0*(\\d+)");

    private LabelledConversations() {}

    /**
     * A conversation.
     *
     * @param turns in order; each one's {@code sourceRef} is what questions name
     */
    public record Conversation(String name, List<NewTurn> turns, List<Question> questions) {}

    /**
     * A question.
     *
     * @param answers references of the turns that answer it, at least one
     * @param category LoCoMo's number of its kind, 0 where it has none
     */
    public record Question(String text, Set<String> answers, int category) {}

    /**
     * Reads a file, or all {@code .json} files of a folder in the order of their names. A conversation may come without
     * questions; a question that names no turn of its conversation is left out.
     *
     * @throws IllegalArgumentException when there is none, or one is of another shape
     */
    public static List<Conversation> read(ObjectMapper mapper, Path path) {
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
                        said(turn),
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
            Set<String> answers = answers(question.path("evidence"), references);
            if (!answers.isEmpty()) {
                questions.add(new Question(
                        question.path("question").asString(),
                        answers,
                        question.path("category").asInt(0)));
            }
        }
        return new Conversation(sample.path("sample_id").asString("?"), turns, questions);
    }

    /** The words, with what a shared picture shows. */
    private static String said(JsonNode turn) {
        String text = turn.path("text").asString("");
        String picture = turn.path("blip_caption").asString("");
        String whole = picture.isEmpty() ? text : text + " [shared image: " + picture + "]";
        return whole.isBlank() ? "." : whole;
    }

    private static Set<String> answers(JsonNode evidence, Set<String> references) {
        Set<String> answers = new TreeSet<>();
        for (JsonNode one : evidence) {
            String text = one.asString("");
            if (references.contains(text)) {
                answers.add(text);
            } else {
                REFERENCE
                        .matcher(text)
                        .results()
                        .map(found -> "D" + found.group(1) + ":" + found.group(2))
                        .filter(references::contains)
                        .forEach(answers::add);
            }
        }
        return answers;
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text.strip(), SPOKEN).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
