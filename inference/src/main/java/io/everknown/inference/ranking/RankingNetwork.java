package io.everknown.inference.ranking;

import io.everknown.memory.attention.AttentionReranker;
import io.everknown.memory.attention.FusionReranker;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The trained weights as they come with the service; their card is in {@code benchmarks/recall-ranking}. */
public final class RankingNetwork {

    private static final String WEIGHTS = "/everknown/attention.properties";

    private RankingNetwork() {}

    /**
     * Reads the weights from the class path.
     *
     * @throws IllegalStateException when they aren't there
     * @throws IllegalArgumentException when a weight is missing or no number
     */
    public static AttentionReranker shipped() {
        try (InputStream stream = RankingNetwork.class.getResourceAsStream(WEIGHTS)) {
            if (stream == null) {
                throw new IllegalStateException("there is no " + WEIGHTS + " on the class path");
            }
            Properties weights = new Properties();
            weights.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
            return AttentionReranker.of(weights, new FusionReranker(FusionReranker.Weights.DEFAULTS));
        } catch (IOException e) {
            throw new UncheckedIOException(WEIGHTS + " can't be read", e);
        }
    }
}
