package io.everknown.inference.language;

import io.everknown.memory.extraction.SyntaxAnalyser;
import io.everknown.memory.extraction.SyntaxParser;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads a parser on a thread of its own and of the least priority. If that fails, the service goes on without, and says so in its health. */
public final class BackgroundAnalyser implements SyntaxAnalyser {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundAnalyser.class);

    private final Supplier<SyntaxParser> loader;
    private final CountDownLatch done = new CountDownLatch(1);
    private boolean started;
    private volatile State state = State.WAITING;
    private volatile @Nullable SyntaxParser parser;

    /** How far the parser is. */
    public enum State {
        /** Begins when the service is ready. */
        WAITING,
        LOADING,
        READY,
        /** The log says why. */
        FAILED
    }

    public BackgroundAnalyser(Supplier<SyntaxParser> loader) {
        this.loader = loader;
    }

    /** Begins to load; once begun, does nothing. The priority is no part of any order between threads: it only yields. */
    @SuppressWarnings("ThreadPriorityCheck")
    public synchronized void start() {
        if (started) {
            return;
        }
        started = true;
        state = State.LOADING;
        Thread thread = new Thread(this::load, "language-analyser");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    private void load() {
        long began = System.nanoTime();
        try {
            parser = loader.get();
            state = State.READY;
            LOG.info("the language analyser is ready after {} s", (System.nanoTime() - began) / 1_000_000_000);
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            state = State.FAILED;
            LOG.warn("the language analyser can't be loaded, the light extractor stays: {}", e.toString());
        } finally {
            done.countDown();
        }
    }

    @Override
    public @Nullable SyntaxParser parser() {
        return parser;
    }

    /** How far the parser is. */
    public State state() {
        return state;
    }

    /** Waits until loading has come to an end, well or badly; for programs that need the parser. */
    public boolean await(Duration atMost) throws InterruptedException {
        return done.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
}
