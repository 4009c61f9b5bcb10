package io.everknown.memory.graph;

/** The graph can't be reached, or its circuit breaker is open. */
public final class GraphUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public GraphUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
