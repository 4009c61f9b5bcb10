package io.everknown.memory.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BesideTest {

    @Test
    void whatIsDoneInOrderNeverOverlaps() {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        try (Beside beside = new Beside()) {
            for (int i = 0; i < 50; i++) {
                int number = i;
                beside.inOrder(() -> {
                    log.add("begin " + number);
                    Thread.yield();
                    log.add("end " + number);
                });
            }
            beside.finish();
            assertThat(log)
                    .containsExactlyElementsOf(IntStream.range(0, 50)
                            .boxed()
                            .flatMap(i -> List.of("begin " + i, "end " + i).stream())
                            .toList());
        }
    }

    @Test
    void whatIsStartedRunsAtOnce() throws Exception {
        try (Beside beside = new Beside()) {
            CountDownLatch both = new CountDownLatch(2);
            List<Future<Boolean>> running = IntStream.range(0, 2)
                    .mapToObj(i -> beside.start(() -> {
                        both.countDown();
                        return both.await(10, TimeUnit.SECONDS);
                    }))
                    .toList();
            assertThat(running)
                    .allSatisfy(one -> assertThat(Beside.outcome(one)).isTrue());
        }
    }

    @Test
    void afterAFailureNothingIsDoneAndTheFailureIsTold() {
        List<String> log = new ArrayList<>();
        try (Beside beside = new Beside()) {
            beside.inOrder(() -> {
                throw new IllegalArgumentException("no");
            });
            beside.inOrder(() -> log.add("late"));
            assertThatThrownBy(beside::finish)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no");
        }
        assertThat(log).isEmpty();
    }
}
