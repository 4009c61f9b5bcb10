package io.everknown.memory.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionNamesTest {

    @Test
    void groupsOfOneToFourWordsMayBeNames() {
        assertThat(QuestionNames.keys("Did Ada King visit New York?", List.of()))
                .contains("ada", "ada king", "new york", "did ada king visit")
                .doesNotContain("did ada king visit new");
    }

    @Test
    void aPossessiveOrAFullStopIsNotPartOfAName() {
        assertThat(QuestionNames.keys("What is Ada's dog's name at Acme Inc.", List.of()))
                .contains("ada", "ada's", "dog", "acme inc");
    }

    @Test
    void theLastTurnBeforeCountsAsTheQuestion() {
        assertThat(QuestionNames.keys("And there?", List.of("Bob was in Rome", "I saw Oslo")))
                .contains("oslo", "there")
                .doesNotContain("rome");
    }

    @Test
    void everyLanguageHasNamesAndAnEssayNamesNobody() {
        assertThat(QuestionNames.keys("Где живёт Анна Иванова? 東京", List.of())).contains("анна иванова", "東京");
        assertThat(QuestionNames.keys("?!", List.of())).isEmpty();
        assertThat(QuestionNames.keys("word ".repeat(500) + "Ada", List.of())).doesNotContain("ada");
    }
}
