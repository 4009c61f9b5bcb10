package io.everknown.api.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Values of things without a slot, over REST and the real stores. */
@ApiTest
class ThingsRestTest {

    private static final Instant MONDAY = Instant.parse("2025-03-10T10:00:00Z");

    private MemoryCalls memory;

    @BeforeEach
    void register(@Autowired ApiClient api) {
        memory = new MemoryCalls(api.bearer(api.newUser().newApiKey("writer", true)), "nobody").ofNewUser();
    }

    @Test
    void aReplacedValueIsNoLongerRecalled() {
        memory.say("c", MONDAY, "I use Flask for my backend.");
        assertThat(memory.say("c", MONDAY.plusSeconds(60), "I switched from Flask to FastAPI.")
                        .operations())
                .containsExactly("UPDATE");

        List<String> recalled = memory.recalled("Which framework is the backend built with?");
        assertThat(recalled).anyMatch(text -> text.contains("FastAPI"));
        assertThat(recalled).noneMatch(text -> text.contains("use Flask") || text.contains("uses Flask"));
    }

    @Test
    void twoRunsAreTwoTruths() {
        memory.say("c", MONDAY, "I ran 5 km along the river.");
        assertThat(memory.say("c", MONDAY.plusSeconds(86_400), "I ran 7 km along the river today.")
                        .operations())
                .containsExactly("ADD");

        assertThat(memory.recalled("How far along the river?")).hasSize(2);
    }
}
