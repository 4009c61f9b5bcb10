package io.everknown.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpTest {

    @Test
    void portInUseIsSaidWithTheWayOut() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Up.requireFreePort(taken.getLocalPort()))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " is in use")
                    .hasMessageContaining("EVERKNOWN_PORT=")
                    .hasMessageContaining("./everknown up");
        }
    }

    @Test
    void commandLineWinsOverEnvironment() {
        Map<String, String> environment = Map.of("EVERKNOWN_PORT", "8081", "EVERKNOWN_DATA", "/elsewhere");
        UpOptions named = UpOptions.read(new String[] {"--port", "9000", "--data", "/here"}, environment);
        UpOptions unnamed = UpOptions.read(new String[0], environment);
        assertThat(named.port()).isEqualTo(9000);
        assertThat(named.data()).isEqualTo(Path.of("/here"));
        assertThat(unnamed.port()).isEqualTo(8081);
        assertThat(unnamed.data()).isEqualTo(Path.of("/elsewhere"));
    }

    @Test
    void serversOfTheUsersOwnAreNotStarted() {
        UpOptions options = UpOptions.read(
                new String[0],
                Map.of("EVERKNOWN_POSTGRES_URL", "jdbc:postgresql://db/memory", "EVERKNOWN_PORT", "8081"));
        assertThat(options.ownPostgres()).isTrue();
        assertThat(options.ownNeo4j()).isFalse();
    }

    @Test
    void nonsenseIsRefusedInOneSentence() {
        assertThatThrownBy(() -> UpOptions.read(new String[] {"--prot", "1"}, Map.of()))
                .isInstanceOf(StackException.class)
                .hasMessage("up knows --data DIR and --port N, not --prot");
        assertThatThrownBy(() -> UpOptions.read(new String[] {"--port"}, Map.of()))
                .hasMessage("--port needs a value");
        assertThatThrownBy(() -> UpOptions.read(new String[] {"--port", "70000"}, Map.of()))
                .hasMessage("A port is a number from 1 to 65535, not 70000");
    }

    @Test
    void greetingNamesTheChosenPortEverywhere() {
        String text = Up.Greeting.text(8099, Path.of("/data/here"));
        assertThat(text).contains("http://localhost:8099/docs").contains("/data/here");
        assertThat(text).doesNotContain("PORT").doesNotContain("8080");
    }
}
