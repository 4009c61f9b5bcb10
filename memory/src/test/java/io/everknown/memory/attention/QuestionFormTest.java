package io.everknown.memory.attention;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.attention.QuestionForm.Asked;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class QuestionFormTest {

    private static final Instant MAY = Instant.parse("2024-05-17T10:00:00Z");

    @Test
    void aQuestionAsksForOneThingOrAnother() {
        assertThat(new QuestionForm("When did Ada move?").asked()).contains(Asked.WHEN);
        assertThat(new QuestionForm("What date is the exam?").asked()).contains(Asked.WHEN);
        assertThat(new QuestionForm("How many cats are there?").asked()).contains(Asked.HOW_MANY);
        assertThat(new QuestionForm("Whenever").asked()).doesNotContain(Asked.WHEN);
        assertThat(new QuestionForm("Wo wohnt Ada?").asked()).doesNotContain(Asked.WHERE);
    }

    @Test
    void aNameIsAWholeWord() {
        QuestionForm form = new QuestionForm("Does Ann's dog like Bob?");
        assertThat(form.names("ann")).isTrue();
        assertThat(form.names("bob")).isTrue();
        assertThat(form.names("an")).isFalse();
        assertThat(form.names("")).isFalse();
    }

    @Test
    void momentsAreHeldAgainstTheTimeAskedAbout() {
        assertThat(new QuestionForm("What did Ada do in May 2024?").matches(MAY))
                .isEqualTo(1);
        assertThat(new QuestionForm("What did Ada do in May?").matches(MAY)).isEqualTo(1);
        assertThat(new QuestionForm("What did Ada do in 2024?").matches(MAY)).isEqualTo(1);
        assertThat(new QuestionForm("What did Ada do in May 2023?").matches(MAY))
                .isZero();
        assertThat(new QuestionForm("What may Ada do?").matches(MAY)).isZero();
    }

    @Test
    void figuresAndWordsOfTimeTellOfTime() {
        assertThat(QuestionForm.tellsTime("I paid 40 euros")).isTrue();
        assertThat(QuestionForm.tellsTime("see you on Tuesday")).isTrue();
        assertThat(QuestionForm.tellsTime("two weeks ago")).isTrue();
        assertThat(QuestionForm.tellsTime("I like tea")).isFalse();
    }
}
