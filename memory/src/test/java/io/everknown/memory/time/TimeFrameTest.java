package io.everknown.memory.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeFrameTest {

    /** A fact that is true on days 10 to 20 and was recorded on day 12; empty is none. */
    @ParameterizedTest
    @CsvSource({
        // current, asOf, knownAt, now, retracted, shows
        "true,,,15,,true",
        "true,,,10,,true",
        "true,,,9,,false",
        "true,,,20,,false",
        "true,15,,30,,true",
        "false,,,30,,true",
        "false,25,,30,,false",
        "false,15,,30,,true",
        "true,15,11,30,,false",
        "true,15,12,30,,true",
        "false,,11,30,,false",
        "true,15,,30,18,false",
        "true,15,17,30,18,true",
        "true,15,18,30,18,false",
        "false,,,30,18,true",
    })
    void tellsWhatShows(
            boolean current,
            @Nullable Integer asOf,
            @Nullable Integer knownAt,
            int now,
            @Nullable Integer retracted,
            boolean shows) {
        TimeFrame frame = new TimeFrame(current, day(asOf), day(knownAt), moment(now));
        assertThat(frame.shows(new Validity(moment(10), moment(20)), moment(12), day(retracted)))
                .isEqualTo(shows);
    }

    @ParameterizedTest
    @CsvSource({",,true", "9,,false", "10,,true", ",11,false", ",12,true", "10,12,true"})
    void aTurnShowsFromWhenItWasSaidAndKnown(@Nullable Integer asOf, @Nullable Integer knownAt, boolean shows) {
        TimeFrame frame = new TimeFrame(true, day(asOf), day(knownAt), moment(30));
        assertThat(frame.shows(moment(10), moment(12))).isEqualTo(shows);
    }

    @Test
    void validityIncludesItsStartAndExcludesItsEnd() {
        Validity validity = new Validity(moment(1), moment(3));
        assertThat(validity.contains(moment(1))).isTrue();
        assertThat(validity.contains(moment(3))).isFalse();
        assertThat(Validity.since(moment(1)).contains(moment(1000))).isTrue();
        assertThat(new Validity(moment(1), moment(1)).contains(moment(1))).isFalse();
        assertThat(validity.until(moment(0)).to()).as("never before its start").isEqualTo(moment(1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Validity(moment(3), moment(1)));
    }

    private static @Nullable Instant day(@Nullable Integer day) {
        return day == null ? null : moment(day);
    }

    private static Instant moment(int day) {
        return Instant.parse("2025-01-01T00:00:00Z").plusSeconds(86_400L * day);
    }
}
