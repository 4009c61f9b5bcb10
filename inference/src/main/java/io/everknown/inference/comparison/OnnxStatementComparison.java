package io.everknown.inference.comparison;

import ai.djl.engine.Engine;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.everknown.memory.decision.StatementComparison;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * Compares statements by a small attention network over both, trained for it, which sees each token as the lower layers
 * of all-MiniLM-L6-v2 (Apache-2.0, int8) do, and what it has in the other statement. What the lower layers say of a
 * statement is kept for a while, as a known fact is compared often. The card of the trained network is in
 * {@code benchmarks/statement-comparison}.
 */
public final class OnnxStatementComparison implements StatementComparison, AutoCloseable {

    private static final String ENCODER = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";
    private static final String COMPARISON = "/everknown/statement-comparison.onnx";

    private static final int DIMENSIONS = 384;
    private static final int MAX_TOKENS = 60;

    /** About 30 kB each. */
    private static final int KEPT_STATEMENTS = 1_000;

    private final String version;
    private final OrtEnvironment environment = environment();
    private final OrtSession encoder;
    private final OrtSession comparison;
    private final HuggingFaceTokenizer tokenizer;
    private final ExecutorService workers;
    private final Cache<String, ReadStatement> read =
            Caffeine.newBuilder().maximumSize(KEPT_STATEMENTS).build();

    /**
     * Loads the network.
     *
     * @param threads pairs compared at once
     * @throws IllegalStateException when a network is not on the class path or can't be loaded
     */
    public OnnxStatementComparison(int threads) {
        try (InputStream vocabulary = open(TOKENIZER)) {
            ModelProto trained = model(COMPARISON);
            this.version = property(trained, "version");
            this.encoder = session(LowerLayers.of(model(ENCODER), Integer.parseInt(property(trained, "lower_layers"))));
            this.comparison = session(trained.toByteArray());
            this.tokenizer = HuggingFaceTokenizer.newInstance(
                    vocabulary,
                    Map.of("truncation", "true", "padding", "false", "maxLength", String.valueOf(MAX_TOKENS)));
        } catch (IOException e) {
            throw new UncheckedIOException("the network that compares statements can't be read", e);
        } catch (OrtException e) {
            throw new IllegalStateException("the network that compares statements can't be loaded", e);
        }
        this.workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("comparison-", 0).daemon().factory());
    }

    /** DJL sets the one environment of a process up in its own way, and fails where there is one already. */
    private static OrtEnvironment environment() {
        Engine.getEngine("OnnxRuntime");
        return OrtEnvironment.getEnvironment();
    }

    private OrtSession session(byte[] network) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return environment.createSession(network, options);
        }
    }

    private static ModelProto model(String resource) throws IOException {
        try (InputStream stream = open(resource)) {
            return ModelProto.parseFrom(stream);
        }
    }

    private static InputStream open(String resource) {
        InputStream stream = OnnxStatementComparison.class.getResourceAsStream(resource);
        if (stream == null) {
            throw new IllegalStateException("there is no " + resource + " on the class path");
        }
        return stream;
    }

    private static String property(ModelProto model, String name) {
        return model.getMetadataPropsList().stream()
                .filter(entry -> entry.getKey().equals(name))
                .map(StringStringEntryProto::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the trained network doesn't tell its " + name));
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public List<Verdict> compare(List<Pair> pairs) {
        List<Future<Verdict>> running = new ArrayList<>(pairs.size());
        for (Pair pair : pairs) {
            running.add(workers.submit(() -> compare(read(pair.older()), read(pair.newer()))));
        }
        List<Verdict> verdicts = new ArrayList<>(pairs.size());
        for (Future<Verdict> one : running) {
            verdicts.add(outcome(one));
        }
        return verdicts;
    }

    private Verdict compare(ReadStatement older, ReadStatement newer) throws OrtException {
        int tokens = older.tokens() + newer.tokens();
        FloatBuffer states = FloatBuffer.allocate(tokens * DIMENSIONS);
        for (float[] state : older.states()) {
            states.put(state);
        }
        for (float[] state : newer.states()) {
            states.put(state);
        }
        float[] isNewer = new float[tokens];
        Arrays.fill(isNewer, older.tokens(), tokens, 1);
        try (OnnxTensor stateInput = floats(states.flip(), 1, tokens, DIMENSIONS);
                OnnxTensor alignment =
                        floats(FloatBuffer.wrap(TokenAlignment.of(older, newer)), 1, tokens, TokenAlignment.VALUES);
                OnnxTensor newerInput = floats(FloatBuffer.wrap(isNewer), 1, tokens);
                OrtSession.Result result =
                        comparison.run(Map.of("states", stateInput, "features", alignment, "newer", newerInput))) {
            FloatBuffer verdict = ((OnnxTensor) result.get(0)).getFloatBuffer();
            return new Verdict(verdict.get(0), verdict.get(1), verdict.get(2));
        }
    }

    private ReadStatement read(String statement) throws OrtException {
        ReadStatement known = read.getIfPresent(statement);
        if (known != null) {
            return known;
        }
        Encoding encoding = tokenizer.encode(statement);
        long[] ids = encoding.getIds();
        try (OnnxTensor tokens = longs(ids);
                OnnxTensor types = longs(encoding.getTypeIds());
                OnnxTensor mask = longs(encoding.getAttentionMask());
                OrtSession.Result result =
                        encoder.run(Map.of("input_ids", tokens, "token_type_ids", types, "attention_mask", mask))) {
            FloatBuffer all = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[][] states = new float[ids.length][DIMENSIONS];
            for (float[] state : states) {
                all.get(state);
            }
            ReadStatement fresh = new ReadStatement(
                    ids,
                    flags(encoding.getTokens(), token -> token.chars().anyMatch(Character::isDigit)),
                    flags(
                            encoding.getTokens(),
                            token -> !token.startsWith("[") && token.chars().anyMatch(Character::isLetterOrDigit)),
                    states);
            read.put(statement, fresh);
            return fresh;
        }
    }

    private static boolean[] flags(String[] tokens, Predicate<String> has) {
        boolean[] flags = new boolean[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            flags[i] = has.test(tokens[i]);
        }
        return flags;
    }

    private OnnxTensor longs(long[] values) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), new long[] {1, values.length});
    }

    private OnnxTensor floats(FloatBuffer values, long... shape) throws OrtException {
        return OnnxTensor.createTensor(environment, values, shape);
    }

    private static Verdict outcome(Future<Verdict> running) {
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("interrupted while comparing statements");
            cancelled.initCause(e);
            throw cancelled;
        } catch (ExecutionException e) {
            throw new IllegalStateException("comparing statements failed", e.getCause());
        }
    }

    @Override
    public void close() throws OrtException {
        workers.shutdownNow();
        encoder.close();
        comparison.close();
        tokenizer.close();
    }
}
