package io.everknown.api.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Decisions on what people say in passing, in both directions: what must close, and what must stay. */
@ApiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EverydayChatRestTest {

    private static final Instant MONDAY = Instant.parse("2025-03-03T09:00:00Z");
    private static final Instant FRIDAY = Instant.parse("2025-03-07T09:00:00Z");

    private MemoryCalls application;
    private MemoryCalls memory;

    @BeforeAll
    void register(@Autowired ApiClient api) {
        application = new MemoryCalls(api.bearer(api.newUser().newApiKey("writer", true)), "nobody");
    }

    @BeforeEach
    void newUser() {
        memory = application.ofNewUser();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            I've got two dogs              | i own 2 dogs
            I work as a nurse              | my job is nursing
            I adore hiking                 | hiking is my favourite thing to do
            i have three kids              | i am a mother of three
            my favorite color is blue      | blue is my favourite colour
            i am allergic to peanuts       | i have a peanut allergy
            i go to the gym every day      | i work out daily
            my dad works at Bosch          | my father is employed by Bosch
            """)
    void theSameAgainGrowsSupport(String first, String again) {
        memory.say("c", MONDAY, first);
        assertThat(memory.say("c", FRIDAY, again).operations()).containsExactly("NOOP");
        assertThat(memory.facts(true)).singleElement().satisfies(fact -> {
            assertThat(fact.path("support").asInt()).isEqualTo(2);
            assertThat(fact.path("sources").size()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            i love sushi                 | i hate sushi                                 | hates sushi
            i work as a cashier          | I got a new job as a librarian               | librarian
            I work as a nurse            | I used to be a nurse but now I'm a teacher   | teacher
            i have two cats              | i have three cats now                        | three cats
            I drink coffee every morning | I switched from coffee to green tea          | green tea
            my favorite band is Queen    | my favourite band has changed to Muse        | Muse
            """)
    void aNewValueSupersedesTheOld(String first, String then, String current) {
        String old = memory.say("c", MONDAY, first).factId();
        assertThat(memory.say("c", FRIDAY, then).operations())
                .contains("UPDATE")
                .doesNotContain("ADD");
        assertThat(memory.facts(true))
                .singleElement()
                .satisfies(fact -> assertThat(fact.path("text").asString()).contains(current));
        assertThat(memory.inspect(old).body().at("/memory/valid_to").asString()).isEqualTo(FRIDAY.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            I'm going through a divorce              | please don't bring up my divorce again
            i love horror films                      | stop recommending horror films, I don't like them any more
            We are planning a trip to Japan in May   | we cancelled the trip to Japan
            i own a boat                             | forget the boat, I made that up
            I'm taking piano lessons on Tuesdays     | I gave up my piano lessons
            i am afraid of dogs                      | i got over my fear of dogs
            """)
    void whatIsOverIsNoLongerTrue(String first, String over) {
        memory.say("c", MONDAY, first);
        assertThat(memory.say("c", FRIDAY, over).operations())
                .contains("DELETE")
                .doesNotContain("ADD");
        assertThat(memory.facts(true)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            i love pizza                | i love sushi
            i have a dog                | i have a cat
            i love dogs                 | my mother loves dogs
            i play guitar               | i play piano
            i love horror films         | I sold my horse
            i went to Paris in 2019     | i went to Paris in 2021
            i like jazz                 | i can't stand metal
            """)
    void whatIsAnotherTruthLeavesTheFirstAlone(String first, String other) {
        memory.say("c", MONDAY, first);
        assertThat(memory.say("c", FRIDAY, other).operations()).containsExactly("ADD");
        assertThat(memory.facts(true)).hasSize(2);
    }

    @org.junit.jupiter.api.Test
    void aTurnLooksBackOnThoseSentBeforeIt() {
        memory.say("c", MONDAY, "My brother moved to Rome.");
        memory.say("c", FRIDAY, "He works at Bosch.");
        assertThat(memory.facts(true).stream().map(f -> f.path("text").asString()))
                .contains("Dana's brother works at Bosch.");
        assertThat(memory.say("c", FRIDAY.plusSeconds(60), "Scratch that.").operations())
                .isEqualTo(List.of("DELETE"));
    }
}
