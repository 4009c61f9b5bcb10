package io.everknown.api.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.conversation.NewTurn;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WarmUpTalkTest {

    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

    private final WarmUpTalk talk = WarmUpTalk.load();

    @Test
    void everyTellingNamesOthersAndEndsBeforeNow() {
        List<NewTurn> first = talk.turns(0, NOW);
        List<NewTurn> second = talk.turns(1, NOW);
        assertThat(first).hasSizeGreaterThan(40).isNotEqualTo(second).hasSameSizeAs(second);
        assertThat(first).allSatisfy(turn -> {
            assertThat(turn.content()).isNotBlank().doesNotContain("{");
            assertThat(turn.speaker()).isNotBlank().doesNotContain("{");
            assertThat(turn.occurredAt()).isBefore(NOW);
        });
        assertThat(first).isSortedAccordingTo((a, b) -> a.occurredAt().compareTo(b.occurredAt()));
        assertThat(talk.questions(3))
                .hasSizeGreaterThan(5)
                .allSatisfy(question -> assertThat(question).endsWith("?").doesNotContain("{"));
    }

    @Test
    void aHundredTellingsAreNeverTheSame() {
        assertThat(IntStream.range(0, 100).mapToObj(round -> talk.turns(round, NOW)))
                .doesNotHaveDuplicates();
    }
}
