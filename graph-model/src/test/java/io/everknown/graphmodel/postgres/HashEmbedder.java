package io.everknown.graphmodel.postgres;

import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.embedding.TokenStates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Gives every word a direction of its own and a text the sum of its words': texts that share words are near. */
final class HashEmbedder implements Embedder {

    /** Dimensions of a token's state; an odd number of bytes, as the tables may not mind. */
    private static final int STATE = 33;

    @Override
    public String model() {
        return "hash-1";
    }

    @Override
    public int dimensions() {
        return 384;
    }

    @Override
    public List<Embedding> embed(List<String> passages) {
        return passages.stream().map(this::embedQuery).toList();
    }

    @Override
    public int tokens(List<String> passages) {
        return passages.stream()
                .mapToInt(text -> TestRecord.WORDS.terms(text).size())
                .sum();
    }

    @Override
    public Embedding embedQuery(String question) {
        float[] sum = new float[dimensions()];
        sum[0] = 1e-3f;
        List<float[]> states = new ArrayList<>();
        for (String word : TestRecord.WORDS.terms(question)) {
            Random direction = new Random(word.hashCode());
            float[] state = new float[sum.length];
            for (int i = 0; i < sum.length; i++) {
                state[i] = (float) direction.nextGaussian();
                sum[i] += state[i];
            }
            states.add(Arrays.copyOf(state, STATE));
        }
        return new Embedding(sum, TokenStates.of(states.toArray(float[][]::new)));
    }
}
