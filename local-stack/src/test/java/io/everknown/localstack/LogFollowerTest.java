package io.everknown.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {

    private static final String LINE = "2026-01-01T00:00:00.000Z  INFO 1 --- [everknown] [one-shot] ";

    @TempDir
    private Path folder;

    @Test
    void theLinesOfOneClassAreHandedOnOnceAndWhole() throws IOException {
        Path log = folder.resolve("api.log");
        List<String> shown = new CopyOnWriteArrayList<>();
        try (LogFollower _ = LogFollower.start(log, "Work", shown::add)) {
            append(log, LINE + "i.e.api.work.Work  : first\n" + LINE + "i.e.api.work.HomeWork : no\nWork: no\n");
            append(log, LINE + "i.e.api.work.Work  : in two ");
            assertThat(Waiting.until(Duration.ofSeconds(10), () -> shown.size() == 1))
                    .isTrue();
            append(log, "parts: here\n" + LINE + "i.e.api.work.Other : no\n" + LINE + "i.e.api.work.Work : last\n");
        }
        assertThat(shown).containsExactly("first", "in two parts: here", "last");
    }

    private static void append(Path log, String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
