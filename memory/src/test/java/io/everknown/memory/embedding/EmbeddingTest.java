package io.everknown.memory.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTest {

    @ParameterizedTest
    @ValueSource(floats = {1, 1e-30f, 1e-40f, 1e30f, Float.MAX_VALUE, -3})
    void isScaledToLengthOne(float size) {
        Embedding embedding = new Embedding(new float[] {size, 0, size});
        assertThat(embedding.cosine(embedding)).isCloseTo(1, within(1e-6));
        assertThat(Math.abs(embedding.toArray()[0])).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
    }

    @ParameterizedTest
    @ValueSource(floats = {0, Float.NaN, Float.POSITIVE_INFINITY})
    void whatHasNoDirectionIsRefused(float value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Embedding(new float[] {value, 0}));
    }

    @Test
    void isNotChangedFromOutside() {
        float[] given = {1, 0};
        Embedding embedding = new Embedding(given);
        given[0] = 5;
        embedding.toArray()[1] = 5;
        assertThat(embedding.toArray()).containsExactly(1, 0);
    }

    @Test
    void comparesOnlyWithItsLike() {
        Embedding two = new Embedding(new float[] {1, 0});
        assertThat(two.cosine(new Embedding(new float[] {0, 2}))).isZero();
        assertThat(two.cosine(new Embedding(new float[] {-2, 0}))).isEqualTo(-1);
        assertThatIllegalArgumentException().isThrownBy(() -> two.cosine(new Embedding(new float[] {1, 0, 0})));
    }
}
