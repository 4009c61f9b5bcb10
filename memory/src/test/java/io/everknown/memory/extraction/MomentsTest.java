package io.everknown.memory.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentsTest {

    /** A Wednesday. */
    private static final Instant SAID = Instant.parse("2024-06-12T10:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            I have lived here since 2019                | 2019-01-01
            I am vegan since last May                   | 2024-05-01
            I am vegan since October                    | 2023-10-01
            I work there since March 3rd, 2021          | 2021-03-03
            I work there since 3 March 2021             | 2021-03-03
            I live there since yesterday                | 2024-06-11
            I live there since Monday                   | 2024-06-10
            As of Monday I work at Bosch                | 2024-06-17
            as of 2024-07-01 I work at Bosch            | 2024-07-01
            I have lived in Berlin for three years      | 2021-06-12
            I moved to Rome two months ago              | 2024-04-12
            Last week I moved to Rome                   | 2024-06-05
            I started at Bosch last month               | 2024-05-12
            I am ill since February 31                  | -
            I saw a movie last week                     | -
            I live in Berlin                            | -
            I am moving to Rome next month              | -
            """)
    void readsSinceWhen(String clause, @Nullable String date) {
        assertThat(Moments.since(clause, SAID)).isEqualTo(date == null ? null : Instant.parse(date + "T00:00:00Z"));
    }
}
