package io.everknown.localstack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hands on what one class logs, while another process writes the log. */
final class LogFollower implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Path log;
    private final Pattern line;
    private final Consumer<String> to;
    private final Thread thread;
    private volatile boolean ended;
    private long read;

    private LogFollower(Path log, String logger, Consumer<String> to) {
        this.log = log;
        this.line = Pattern.compile("[ .]" + Pattern.quote(logger) + " *: (.*)");
        this.to = to;
        this.thread = Thread.ofPlatform().daemon().name("log-follower").unstarted(this::follow);
    }

    /**
     * Follows a log from its beginning, whether it is there already or not.
     *
     * @param logger the simple name of the class that logs
     * @param to told each of its lines, without time, level and name
     */
    static LogFollower start(Path log, String logger, Consumer<String> to) {
        LogFollower follower = new LogFollower(log, logger, to);
        follower.thread.start();
        return follower;
    }

    private void follow() {
        while (!ended) {
            handOn();
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Whole lines alone: the rest of one comes with the next look. */
    private synchronized void handOn() {
        if (!Files.exists(log)) {
            return;
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.max(0, file.length() - read)];
            file.seek(read);
            file.readFully(bytes);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            read += end;
            new String(bytes, 0, end, StandardCharsets.UTF_8).lines().forEach(this::handOn);
        } catch (IOException e) {
            to.accept("the log can't be read: " + e.getMessage());
        }
    }

    private void handOn(String written) {
        Matcher matcher = line.matcher(written);
        if (matcher.find()) {
            to.accept(matcher.group(1));
        }
    }

    /** Hands on the rest and ends. */
    @Override
    public void close() {
        ended = true;
        handOn();
    }
}
