package io.everknown.memory.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void pausesGrowUntilTheLastAttempt() {
        RetryPolicy policy = new RetryPolicy(Duration.ofSeconds(5), 3, HOUR, 4, 0);
        assertThat(policy.pause(1, 0.7)).contains(Duration.ofSeconds(5));
        assertThat(policy.pause(2, 0.7)).contains(Duration.ofSeconds(15));
        assertThat(policy.pause(3, 0.7)).contains(Duration.ofSeconds(45));
        assertThat(policy.pause(4, 0.7)).isEmpty();
        assertThat(policy.pause(9, 0.7)).isEmpty();
    }

    @Test
    void noPauseIsLongerThanTheLongest() {
        RetryPolicy policy = new RetryPolicy(Duration.ofSeconds(5), 10, Duration.ofSeconds(60), 1_000, 0);
        assertThat(policy.pause(2, 0.5)).contains(Duration.ofSeconds(50));
        assertThat(policy.pause(3, 0.5)).contains(Duration.ofSeconds(60));
        assertThat(policy.pause(900, 0.5)).as("beyond what a double holds").contains(Duration.ofSeconds(60));
    }

    @Test
    void jitterGoesBothWays() {
        RetryPolicy policy = new RetryPolicy(Duration.ofSeconds(10), 2, HOUR, 5, 0.2);
        assertThat(policy.pause(1, 0)).contains(Duration.ofSeconds(8));
        assertThat(policy.pause(1, 0.5)).contains(Duration.ofSeconds(10));
        assertThat(policy.pause(2, 0.75)).contains(Duration.ofSeconds(22));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(second, 0.9, HOUR, 5, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(second, Double.NaN, HOUR, 5, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(second, 2, HOUR, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(second, 2, HOUR, 5, 1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(second.negated(), 2, HOUR, 5, 0));
    }
}
