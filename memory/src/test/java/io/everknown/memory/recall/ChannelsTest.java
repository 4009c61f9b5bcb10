package io.everknown.memory.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChannelsTest {

    @Test
    void aChannelThatAnswersIsReportedWithoutAFailure() {
        Channels channels = new Channels(Duration.ofSeconds(20));
        assertThat(channels.start("words", () -> List.of(1)).orElse(List.of())).containsExactly(1);
        assertThat(channels.reports()).singleElement().satisfies(report -> {
            assertThat(report.name()).isEqualTo("words");
            assertThat(report.failure()).isNull();
            assertThat(report.millis()).isNotNegative();
        });
    }

    @Test
    void aChannelThatFailsGivesNothingAndIsNamed() {
        Channels channels = new Channels(Duration.ofSeconds(20));
        Channels.Pending<List<Integer>> broken = channels.start("graph", () -> {
            throw new IllegalStateException("down");
        });
        Channels.Pending<List<Integer>> well = channels.start("words", () -> List.of(1));
        assertThat(broken.orElse(List.of())).isEmpty();
        assertThat(well.orElse(List.of())).containsExactly(1);
        assertThat(channels.reports().getFirst().failure()).contains("down");
    }

    @Test
    void aChannelThatIsLateGivesNothingAndIsLeftToFinish() throws Exception {
        Channels channels = new Channels(Duration.ofMillis(30));
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch finished = new CountDownLatch(1);
        Channels.Pending<List<Integer>> slow = channels.start("graph", () -> {
            goOn.await();
            finished.countDown();
            return List.of(1);
        });
        assertThat(slow.orElse(List.of())).isEmpty();
        assertThat(channels.reports().getFirst().failure()).isEqualTo("late");
        goOn.countDown();
        assertThat(finished.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
