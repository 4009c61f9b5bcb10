package io.everknown.inference.ranking;

import io.everknown.memory.attention.AttentionReranker;
import io.everknown.memory.attention.FusionReranker;
import io.everknown.memory.attention.Reranker;
import io.everknown.memory.attention.RerankerFormat;
import io.everknown.memory.model.ModelCard;
import io.everknown.memory.model.ModelCard.Score;
import io.everknown.memory.model.ModelKind;
import io.everknown.memory.model.ShippedModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

/** Ranking networks as text, one weight a line; the one that comes with the service has its card in {@code benchmarks/recall-ranking}. */
public final class RankingNetwork implements RerankerFormat {

    private static final String WEIGHTS = "/everknown/attention.properties";

    private static final String VERSION = "version";

    private static final String HELD_OUT = "FriendsQA and benchmarks/conversations, held out";

    private static final ModelCard CARD = new ModelCard(
            "FriendsQA (13 conversations, half weight) and benchmarks/conversations (28)",
            "Apache-2.0",
            1L,
            List.of(new Score(HELD_OUT, "r@5", 0.621), new Score(HELD_OUT, "r@10", 0.715)));

    private static final FusionReranker FALLBACK = new FusionReranker(FusionReranker.Weights.DEFAULTS);

    /**
     * Reads the weights from the class path.
     *
     * @throws IllegalStateException when they aren't there
     * @throws IllegalArgumentException when a weight is missing or no number
     */
    public static AttentionReranker shipped() {
        return AttentionReranker.of(properties(text()), FALLBACK);
    }

    /** The network of {@link #shipped} as the registry has it. */
    public static ShippedModel model() {
        byte[] weights = text();
        return new ShippedModel(ModelKind.RERANKER, properties(weights).getProperty(VERSION), weights, CARD);
    }

    @Override
    public Reranker read(String version, byte[] weights) {
        if (version.equals(FusionReranker.VERSION)) {
            throw new IllegalArgumentException("the name '" + version + "' is that of the ranking without a network");
        }
        Properties text = properties(weights);
        text.setProperty(VERSION, version);
        return AttentionReranker.of(text, FALLBACK);
    }

    private static Properties properties(byte[] weights) {
        Properties text = new Properties();
        try {
            text.load(new StringReader(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(weights))
                    .toString()));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the weights are no text in UTF-8", e);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory can't be read", e);
        }
        return text;
    }

    private static byte[] text() {
        try (InputStream stream = RankingNetwork.class.getResourceAsStream(WEIGHTS)) {
            if (stream == null) {
                throw new IllegalStateException("there is no " + WEIGHTS + " on the class path");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(WEIGHTS + " can't be read", e);
        }
    }
}
