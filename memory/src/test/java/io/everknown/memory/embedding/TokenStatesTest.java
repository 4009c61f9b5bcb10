package io.everknown.memory.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenStatesTest {

    @Test
    void cosinesOfTokensAreThoseOfTheirStatesButForEightBits() {
        qt().withExamples(200).forAll(integers().all()).checkAssert(seed -> {
            Random random = new Random(seed);
            int dimensions = 1 + random.nextInt(100);
            float[][] question = states(random, 1 + random.nextInt(5), dimensions);
            float[][] text = states(random, 1 + random.nextInt(9), dimensions);
            float[] nearest = TokenStates.of(question).nearestIn(TokenStates.of(text));
            for (int token = 0; token < question.length; token++) {
                double most = -1;
                for (float[] other : text) {
                    most = Math.max(most, cosine(question[token], other));
                }
                assertThat((double) nearest[token]).isCloseTo(most, within(0.05));
            }
        });
    }

    @Test
    void theyComeBackFromBytes() {
        TokenStates states = TokenStates.of(states(new Random(1), 7, 96));
        TokenStates back = TokenStates.fromBytes(states.toBytes());

        assertThat(back.size()).isEqualTo(7);
        assertThat(back.toBytes()).isEqualTo(states.toBytes());
        assertThat(TokenStates.fromBytes(TokenStates.NONE.toBytes()).size()).isZero();
    }

    @Test
    void severalTextsAreOneText() {
        TokenStates cat = TokenStates.of(new float[][] {{1, 0}});
        TokenStates dog = TokenStates.of(new float[][] {{0, 1}});
        TokenStates both = TokenStates.of(List.of(cat, TokenStates.NONE, dog));

        assertThat(both.size()).isEqualTo(2);
        assertThat(both.nearestIn(dog)).containsExactly(0, 1);
        assertThat(cat.nearestIn(both)).containsExactly(1);
    }

    @Test
    void nothingIsFarFromEverything() {
        TokenStates cat = TokenStates.of(new float[][] {{1, 0}});

        assertThat(cat.nearestIn(TokenStates.NONE)).containsExactly(-1);
        assertThat(TokenStates.NONE.nearestIn(cat)).isEmpty();
    }

    @Test
    void whatIsNoStatesOrOfAnotherModelIsRefused() {
        TokenStates two = TokenStates.of(new float[][] {{1, 0}});
        TokenStates three = TokenStates.of(new float[][] {{1, 0, 0}});

        assertThatIllegalArgumentException().isThrownBy(() -> TokenStates.fromBytes(new byte[] {3, 1, 1}));
        assertThatIllegalArgumentException().isThrownBy(() -> TokenStates.fromBytes(new byte[] {-1, 1, 1}));
        assertThatIllegalArgumentException().isThrownBy(() -> two.nearestIn(three));
        assertThatIllegalArgumentException().isThrownBy(() -> TokenStates.of(List.of(two, three)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenStates.of(new float[][] {{1, 0}}, new float[] {1, 1}));
    }

    private static float[][] states(Random random, int tokens, int dimensions) {
        float[][] states = new float[tokens][dimensions];
        for (float[] state : states) {
            for (int d = 0; d < dimensions; d++) {
                state[d] = (float) random.nextGaussian();
            }
        }
        return states;
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double left = 0;
        double right = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            left += a[i] * a[i];
            right += b[i] * b[i];
        }
        return product / Math.sqrt(left * right);
    }
}
