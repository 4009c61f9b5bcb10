package io.everknown.inference.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.inference.language.BackgroundAnalyser.State;
import io.everknown.memory.extraction.SyntaxParser;
import io.everknown.memory.extraction.SyntaxTree;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackgroundAnalyserTest {

    private static final SyntaxParser PARSER = _ -> new SyntaxTree(List.of());

    @Test
    void nobodyWaitsForTheParser() throws Exception {
        CountDownLatch mayLoad = new CountDownLatch(1);
        BackgroundAnalyser analyser = new BackgroundAnalyser(() -> {
            try {
                mayLoad.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return PARSER;
        });
        assertThat(analyser.state()).isEqualTo(State.WAITING);

        analyser.start();
        assertThat(analyser.state()).isEqualTo(State.LOADING);
        assertThat(analyser.parser()).isNull();

        mayLoad.countDown();
        assertThat(analyser.await(Duration.ofSeconds(10))).isTrue();
        assertThat(analyser.state()).isEqualTo(State.READY);
        assertThat(analyser.parser()).isSameAs(PARSER);
    }

    @Test
    void aParserThatCannotBeLoadedIsNotTriedAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        BackgroundAnalyser analyser = new BackgroundAnalyser(() -> {
            tries.incrementAndGet();
            throw new OutOfMemoryError("for the test");
        });

        analyser.start();
        analyser.start();

        assertThat(analyser.await(Duration.ofSeconds(10))).isTrue();
        assertThat(analyser.state()).isEqualTo(State.FAILED);
        assertThat(analyser.parser()).isNull();
        assertThat(tries).hasValue(1);
    }
}
