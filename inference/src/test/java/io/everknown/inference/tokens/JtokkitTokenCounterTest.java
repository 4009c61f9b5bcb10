package io.everknown.inference.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JtokkitTokenCounterTest {

    @Test
    void countsTokensOfTheNamedEncoding() {
        JtokkitTokenCounter counter = new JtokkitTokenCounter();
        assertThat(counter.count("")).isZero();
        assertThat(counter.count("hello world")).isEqualTo(2);
        assertThat(counter.count("Grüße aus Köln 🎉")).isBetween(5, 12);
        assertThat(new JtokkitTokenCounter("cl100k_base").count("hello world")).isEqualTo(2);
    }

    @Test
    void takesSpecialMarkersForPlainText() {
        assertThat(new JtokkitTokenCounter().count("<|endoftext|>")).isGreaterThan(1);
    }

    @Test
    void refusesAnUnknownEncoding() {
        assertThatThrownBy(() -> new JtokkitTokenCounter("o300k"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("o300k");
    }
}
