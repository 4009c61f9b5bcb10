package io.everknown.api.models;

import io.everknown.memory.attention.RoutedRerankers;
import io.everknown.memory.model.ManageModels;
import io.everknown.memory.model.ModelSignals;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks over and over which versions serve, and writes what was counted of them, so that no recall has to. While the
 * registry is out of reach, everybody is served as before.
 */
@Component
class ModelWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ModelWatch.class);

    private final RoutedRerankers rerankers;
    private final ModelSignals signals;
    private final Duration pause;
    private final Thread thread;
    private boolean reached = true;

    ModelWatch(ManageModels models, RoutedRerankers rerankers, ModelSignals signals, ModelSettings settings) {
        this.rerankers = rerankers;
        this.signals = signals;
        this.pause = settings.refresh();
        models.ship();
        rerankers.refresh();
        this.thread = Thread.ofVirtual().name("model-watch").start(this::watch);
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(pause);
                look();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            rerankers.refresh();
            signals.write();
            reached = true;
        } catch (RuntimeException e) {
            if (reached && !Thread.currentThread().isInterrupted()) {
                LOG.warn("the registry of models is out of reach, all are served as before: {}", e.toString());
            }
            reached = false;
        }
    }

    @PreDestroy
    void close() throws InterruptedException {
        thread.interrupt();
        thread.join(pause);
        look();
    }
}
