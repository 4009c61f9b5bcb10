package io.everknown.api.labelled;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/** Work that a service does once it is ready, and ends with; {@code ./everknown train} and {@code benchmark}. */
public abstract class OneShot implements ApplicationListener<ApplicationReadyEvent> {

    /** Exit code: all went well. */
    protected static final int DONE = 0;

    /** Exit code: something broke, and the log says what. */
    protected static final int FAILED = 1;

    private final Logger log = LoggerFactory.getLogger(getClass());
    private final ConfigurableApplicationContext service;

    protected OneShot(ConfigurableApplicationContext service) {
        this.service = service;
    }

    /**
     * Does it, on a thread of its own.
     *
     * @return the exit code
     */
    protected abstract int run() throws Exception;

    @Override
    public final void onApplicationEvent(ApplicationReadyEvent ready) {
        Thread.ofPlatform().name("one-shot").start(() -> {
            int code = outcome();
            System.exit(SpringApplication.exit(service, () -> code));
        });
    }

    private int outcome() {
        try {
            return run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        } catch (Exception e) {
            log.error("failed: {}", e.getMessage(), e);
            return FAILED;
        }
    }
}
