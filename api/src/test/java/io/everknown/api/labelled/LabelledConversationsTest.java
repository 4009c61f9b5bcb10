package io.everknown.api.labelled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.everknown.api.labelled.LabelledConversations.Conversation;
import io.everknown.memory.conversation.NewTurn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;

class LabelledConversationsTest {

    private final ObjectMapper mapper = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void turnsKeepTheirReferencesAndTimesAndQuestionsWhatAnswersThem() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), """
                [{"sample_id": "a", "conversation": {
                    "session_1_date_time": "2024-05-01T10:00:00Z",
                    "session_1": [{"speaker": "Ada", "dia_id": "D1:1", "text": "Hi"},
                                  {"speaker": "Bob", "dia_id": "D1:2", "text": "I have a dog."}],
                    "session_2": [{"speaker": "Ada", "dia_id": "D2:1", "text": "Me too."}]},
                  "qa": [{"question": "Who has a dog?", "evidence": ["D1:2", "D2:1", "D9:9"], "category": 1},
                         {"question": "Who has a yak?", "evidence": ["D9:9"], "category": 4}]}]
                """);
        Conversation read = LabelledConversations.read(mapper, file).getFirst();

        assertThat(read.turns()).extracting(NewTurn::sourceRef).containsExactly("D1:1", "D1:2", "D2:1");
        assertThat(read.turns().get(1).occurredAt()).isEqualTo(Instant.parse("2024-05-01T10:00:30Z"));
        assertThat(read.turns().get(2).occurredAt()).isNull();
        assertThat(read.questions())
                .singleElement()
                .satisfies(question -> assertThat(question.answers()).containsExactlyInAnyOrder("D1:2", "D2:1"));
    }

    @Test
    void whatIsNoConversationIsNamed() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "[{");
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelledConversations.read(mapper, broken))
                .withMessageContaining("broken.json");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelledConversations.read(mapper, empty))
                .withMessageContaining("no conversations");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelledConversations.read(mapper, folder.resolve("missing.json")));
    }

    @Test
    void theProjectsOwnConversationsNameOnlyTurnsThatThereAre() {
        List<Conversation> all = LabelledConversations.read(mapper, Path.of("../benchmarks/conversations"));
        assertThat(all).hasSize(28);
        for (Conversation one : all) {
            Set<String> references = new HashSet<>();
            one.turns().forEach(turn -> references.add(String.valueOf(turn.sourceRef())));
            assertThat(references).hasSize(one.turns().size());
            assertThat(one.questions()).hasSizeGreaterThan(40);
        }
    }

    @Test
    void locomosOwnMomentsPicturesAndEvidenceAreUnderstood() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), """
                [{"conversation": {
                    "session_1_date_time": "1:56 pm on 8 May, 2023",
                    "session_1": [{"speaker": "Ada", "dia_id": "D1:1", "text": "Look!", "blip_caption": "a red boat"},
                                  {"speaker": "Bob", "dia_id": "D1:2", "text": "", "blip_caption": ""},
                                  {"speaker": "Ada", "dia_id": "D1:3", "text": "Mine."}]},
                  "qa": [{"question": "Whose boat?", "evidence": ["D1:1; D1:03", "D:1:9"], "category": 3}]}]
                """);
        Conversation read = LabelledConversations.read(mapper, file).getFirst();

        assertThat(read.turns())
                .extracting(NewTurn::content)
                .containsExactly("Look! [shared image: a red boat]", ".", "Mine.");
        assertThat(read.turns().getFirst().occurredAt()).isEqualTo(Instant.parse("2023-05-08T13:56:00Z"));
        assertThat(read.questions()).singleElement().satisfies(question -> {
            assertThat(question.answers()).containsExactlyInAnyOrder("D1:1", "D1:3");
            assertThat(question.category()).isEqualTo(3);
        });
    }
}
