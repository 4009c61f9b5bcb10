package io.everknown.inference.embedding;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.embedding.TokenStates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Embeds one text at a time, several texts side by side. The int8 networks scale activations by what is in the batch,
 * so a text's vector would depend on its neighbours in it; alone, equal texts always get equal vectors, and on a CPU
 * it is no slower.
 */
public final class OnnxEmbedder implements Embedder, AutoCloseable {

    private final SentenceModel spec;
    private final Model model;
    private final HuggingFaceTokenizer tokenizer;
    private final @Nullable TokenProjection projection;
    private final ExecutorService workers;
    private final BlockingQueue<Predictor<NDList, NDList>> predictors;
    private final BlockingQueue<Predictor<NDList, NDList>> forQuestions;

    /**
     * Loads a model from the class path.
     *
     * @param threads texts embedded at once
     * @throws IllegalStateException when the model is not on the class path or can't be read
     */
    public OnnxEmbedder(SentenceModel spec, int threads) {
        this.spec = spec;
        this.projection = spec.tokenProjection() == null ? null : TokenProjection.read(spec.tokenProjection());
        try (InputStream network = open(spec.network());
                InputStream vocabulary = open(spec.tokenizer())) {
            this.model = Model.newInstance(spec.name(), "OnnxRuntime");
            model.load(network, Map.of("intraOpNumThreads", "1", "interOpNumThreads", "1"));
            this.tokenizer = HuggingFaceTokenizer.newInstance(
                    vocabulary,
                    Map.of("truncation", "true", "padding", "false", "maxLength", String.valueOf(spec.maxTokens())));
        } catch (IOException e) {
            throw new UncheckedIOException("the sentence model " + spec.name() + " can't be read", e);
        } catch (MalformedModelException e) {
            throw new IllegalStateException("the sentence model " + spec.name() + " can't be loaded", e);
        }
        this.workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("embedder-", 0).daemon().factory());
        this.predictors = predictors(threads);
        this.forQuestions = predictors(threads);
    }

    private BlockingQueue<Predictor<NDList, NDList>> predictors(int number) {
        BlockingQueue<Predictor<NDList, NDList>> queue = new ArrayBlockingQueue<>(number);
        for (int i = 0; i < number; i++) {
            queue.add(model.newPredictor(new NoopTranslator()));
        }
        return queue;
    }

    private static InputStream open(String resource) {
        InputStream stream = OnnxEmbedder.class.getResourceAsStream(resource);
        if (stream == null) {
            throw new IllegalStateException("there is no " + resource + " on the class path");
        }
        return stream;
    }

    @Override
    public String model() {
        return spec.name();
    }

    @Override
    public int dimensions() {
        return spec.dimensions();
    }

    @Override
    public List<Embedding> embed(List<String> passages) {
        List<Future<Embedding>> running = new ArrayList<>(passages.size());
        for (String passage : passages) {
            running.add(workers.submit(() -> embed(passage, predictors, false)));
        }
        List<Embedding> embeddings = new ArrayList<>(passages.size());
        for (Future<Embedding> one : running) {
            embeddings.add(outcome(one));
        }
        return embeddings;
    }

    @Override
    public int tokens(List<String> passages) {
        int tokens = 0;
        for (String passage : passages) {
            tokens += tokenizer.encode(passage).getIds().length;
        }
        return tokens;
    }

    /** Runs on the caller's thread and beside any passages that are being embedded: a question never queues. */
    @Override
    public Embedding embedQuery(String question) {
        try {
            return embed(spec.questionPrefix() + question, forQuestions, true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    private Embedding embed(String text, BlockingQueue<Predictor<NDList, NDList>> pool, boolean asked)
            throws InterruptedException {
        Encoding encoding = tokenizer.encode(text);
        Predictor<NDList, NDList> predictor = pool.take();
        try (NDManager manager = NDManager.newBaseManager(model.getNDManager().getDevice(), "OnnxRuntime")) {
            Shape shape = new Shape(1, encoding.getIds().length);
            NDList inputs = new NDList(
                    named(manager, "input_ids", encoding.getIds(), shape),
                    named(manager, "attention_mask", encoding.getAttentionMask(), shape),
                    named(manager, "token_type_ids", encoding.getTypeIds(), shape));
            NDList outputs = predictor.predict(inputs);
            try {
                float[] states = outputs.getFirst().toFloatArray();
                return new Embedding(pooled(states), tokens(encoding.getTokens(), states, asked));
            } finally {
                outputs.close();
            }
        } catch (TranslateException e) {
            throw new IllegalStateException("the sentence model " + spec.name() + " failed", e);
        } finally {
            pool.add(predictor);
        }
    }

    private static NDArray named(NDManager manager, String name, long[] values, Shape shape) {
        NDArray array = manager.create(LongBuffer.wrap(values), shape, DataType.INT64);
        array.setName(name);
        return array;
    }

    /**
     * One vector from token states.
     *
     * @param states the states of all tokens one after the other, {@code tokens * dimensions} values
     */
    private float[] pooled(float[] states) {
        float[] vector = new float[spec.dimensions()];
        int tokens = spec.pooling() == SentenceModel.Pooling.MEAN ? states.length / vector.length : 1;
        for (int token = 0; token < tokens; token++) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] += states[token * vector.length + i];
            }
        }
        return vector;
    }

    /** The states of all tokens but the two markers, or of none where the model's are not kept. */
    private TokenStates tokens(String[] tokens, float[] states, boolean asked) {
        int last = tokens.length - 1;
        if (projection == null || last <= 1 || (asked && !QuestionTokens.areKnown(tokens, 1, last))) {
            return TokenStates.NONE;
        }
        float[][] few = new float[last - 1][];
        float[] weights = new float[few.length];
        for (int i = 0; i < few.length; i++) {
            few[i] = projection.apply(states, i + 1);
            weights[i] = QuestionTokens.weight(tokens[i + 1]);
        }
        return asked ? TokenStates.of(few, weights) : TokenStates.of(few);
    }

    private static Embedding outcome(Future<Embedding> running) {
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("embedding failed", e.getCause());
        }
    }

    private static CancellationException interrupted(InterruptedException cause) {
        CancellationException cancelled = new CancellationException("interrupted while embedding");
        cancelled.initCause(cause);
        return cancelled;
    }

    /** The engine's version, for the detailed health. */
    public String engine() {
        return "OnnxRuntime " + Engine.getEngine("OnnxRuntime").getVersion();
    }

    @Override
    public void close() {
        workers.shutdownNow();
        forQuestions.forEach(Predictor::close);
        predictors.forEach(Predictor::close);
        tokenizer.close();
        model.close();
    }
}
