package io.everknown.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sample conversation of {@code ./everknown demo} and the questions asked afterwards.
 *
 * @param conversationId name of the conversation
 * @param sessions in the order they were held
 * @param questions asked after the last session
 */
record DemoScript(String conversationId, List<Session> sessions, List<Question> questions) {

    private static final Duration BETWEEN_TURNS = Duration.ofSeconds(40);

    DemoScript {
        sessions = List.copyOf(sessions);
        questions = List.copyOf(questions);
    }

    /** One sitting. */
    record Session(String id, String title, List<Turn> turns) {
        Session {
            turns = List.copyOf(turns);
        }
    }

    /** One message. */
    record Turn(String role, String speaker, String content, Instant occurredAt) {}

    /**
     * One question.
     *
     * @param asOf the moment in the world it is about, as RFC 3339; empty for now
     * @param note what is special about it; may be empty
     */
    record Question(String query, String asOf, String note) {}

    static DemoScript load() {
        try (InputStream resource = DemoScript.class.getResourceAsStream("demo.json")) {
            if (resource == null) {
                throw new StackException("The sample conversation is missing from this build");
            }
            return parse(JsonMapper.builder().build().readTree(resource));
        } catch (IOException e) {
            throw new StackException("The sample conversation can't be read", e);
        }
    }

    private static DemoScript parse(JsonNode script) {
        List<Session> sessions = new ArrayList<>();
        for (JsonNode session : script.path("sessions")) {
            List<Turn> turns = new ArrayList<>();
            Instant moment = Instant.parse(session.path("start").asString());
            for (JsonNode turn : session.path("turns")) {
                turns.add(new Turn(
                        turn.path("role").asString(),
                        turn.path("speaker").asString(),
                        turn.path("content").asString(),
                        moment));
                moment = moment.plus(BETWEEN_TURNS);
            }
            sessions.add(new Session(
                    session.path("id").asString(), session.path("title").asString(), turns));
        }
        List<Question> questions = new ArrayList<>();
        for (JsonNode question : script.path("questions")) {
            questions.add(new Question(
                    question.path("query").asString(),
                    question.path("as_of").asString(""),
                    question.path("note").asString("")));
        }
        return new DemoScript(script.path("conversation_id").asString(), sessions, questions);
    }
}
