package io.everknown.inference.language;

import io.everknown.memory.extraction.PartOfSpeechTagger;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTagFormat;
import opennlp.tools.postag.POSTaggerME;

/**
 * Part-of-speech tags by OpenNLP's maximum entropy model for English, read from the class path.
 *
 * <p>The model knows universal tags; {@link PennTags} refines them.
 *
 * <p>OpenNLP's tagger is bound to one thread at a time, so idle ones wait in a small pool; a call that finds none
 * makes another. Thread locals would keep one a virtual thread.
 */
public final class OpenNlpTagger implements PartOfSpeechTagger {

    private static final String MODEL = "/opennlp-en-ud-ewt-pos-1.3-2.5.4.bin";

    private final POSModel model;
    private final BlockingQueue<POSTaggerME> idle =
            new ArrayBlockingQueue<>(Math.max(2, Runtime.getRuntime().availableProcessors()));

    private OpenNlpTagger(POSModel model) {
        this.model = model;
    }

    /**
     * The tagger for English.
     *
     * @throws UncheckedIOException if the model can't be read
     */
    public static OpenNlpTagger english() {
        try (InputStream stream = OpenNlpTagger.class.getResourceAsStream(MODEL)) {
            if (stream == null) {
                throw new IOException("no part-of-speech model at " + MODEL + " on the class path");
            }
            return new OpenNlpTagger(new POSModel(stream));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String[] tags(String[] tokens) {
        if (tokens.length == 0) {
            return new String[0];
        }
        POSTaggerME tagger = idle.poll();
        if (tagger == null) {
            tagger = new POSTaggerME(model, POSTagFormat.UD);
        }
        String[] tags = tagger.tag(tokens);
        if (idle.remainingCapacity() > 0) {
            idle.offer(tagger);
        }
        return PennTags.of(tokens, tags);
    }
}
