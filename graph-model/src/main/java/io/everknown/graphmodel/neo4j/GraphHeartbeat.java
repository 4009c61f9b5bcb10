package io.everknown.graphmodel.neo4j;

import io.everknown.memory.graph.GraphUnavailableException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.AccessMode;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.Neo4jException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the graph is there, over and over, because a recall that is answered from memory asks it for nothing and
 * must say all the same when it is gone. A look opens a connection and closes it, which costs next to nothing; where that
 * fails, and every so often in any case, a statement has to be answered. The circuit breaker counts none of this, as it is
 * about calls that somebody waits for.
 */
final class GraphHeartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GraphHeartbeat.class);

    /** The longest wait for a server that takes the question and says nothing; one that has just started needs longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(20);

    private static final int DEFAULT_PORT = 7687;

    /** Looks from one statement to the next, while all is well. */
    private static final int LOOKS = 10;

    private final InetSocketAddress server;
    private final Driver driver;
    private final SessionConfig session;
    private final Duration pause;
    private final Thread thread;
    private volatile boolean answered = true;
    private boolean known;
    private int looks;

    /**
     * @param server where it is, as a driver's address
     * @param database name of the database, or null for the server's default
     * @param pause between one look and the next
     */
    GraphHeartbeat(URI server, Driver driver, @Nullable String database, Duration pause) {
        SessionConfig.Builder config = SessionConfig.builder().withDefaultAccessMode(AccessMode.READ);
        this.server = InetSocketAddress.createUnresolved(
                server.getHost(), server.getPort() < 0 ? DEFAULT_PORT : server.getPort());
        this.driver = driver;
        this.session = (database == null ? config : config.withDatabase(database)).build();
        this.pause = pause;
        this.thread = Thread.ofVirtual().name("graph-heartbeat").start(this::beat);
    }

    /** Whether the graph was there at the last look; true before the first. */
    boolean isAnswered() {
        return answered;
    }

    private void beat() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                boolean enough = answered && known && ++looks % LOOKS != 0 && isListening();
                note(enough || isAlive());
                Thread.sleep(pause);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(boolean alive) {
        if (alive != answered && !Thread.currentThread().isInterrupted()) {
            LOG.warn(alive ? "the graph answers again" : "the graph does not answer");
            answered = alive;
        }
    }

    private boolean isListening() {
        try (Socket knock = new Socket()) {
            knock.connect(
                    new InetSocketAddress(server.getHostString(), server.getPort()),
                    Math.toIntExact(PATIENCE.toMillis()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isAlive() {
        try {
            known |= GraphCalls.within(known ? PATIENCE : FIRST_PATIENCE, this::ask);
            return true;
        } catch (GraphUnavailableException e) {
            LOG.debug("no sign of life from the graph", e);
            return false;
        }
    }

    /** Asks twice where need be: the first connection may be one that the server closed since. */
    private boolean ask() {
        try {
            return askOnce();
        } catch (Neo4jException lost) {
            return askOnce();
        }
    }

    private boolean askOnce() {
        try (Session once = driver.session(session)) {
            return once.run(ReadCypher.PING).hasNext();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
