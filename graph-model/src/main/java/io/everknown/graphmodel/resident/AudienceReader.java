package io.everknown.graphmodel.resident;

import io.everknown.memory.graph.GraphProjection.EntityNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Puts a whole audience together while it is read, part after part. */
final class AudienceReader implements Consumer<Stored> {

    private static final int PART = Audience.LARGEST / 2;

    private final long largest;
    private final List<Part> parts = new ArrayList<>();
    private List<Stored> waiting = new ArrayList<>();
    private long bytes;

    /**
     * @param largest the most bytes that the audience may take, about
     */
    AudienceReader(long largest) {
        this.largest = largest;
    }

    /**
     * Takes one more memory.
     *
     * @throws TooLargeException when the audience turns out to be larger than wanted
     */
    @Override
    public void accept(Stored memory) {
        waiting.add(memory);
        bytes += Segment.bytes(memory);
        if (bytes > largest) {
            throw new TooLargeException();
        }
        if (waiting.size() == PART) {
            close();
        }
    }

    Audience audience(long version, List<EntityNode> named) {
        if (!waiting.isEmpty()) {
            close();
        }
        return new Audience(version, List.copyOf(parts), Names.of(named));
    }

    private void close() {
        parts.add(Part.of(waiting));
        waiting = new ArrayList<>();
    }

    /** An audience is larger than wanted. */
    static final class TooLargeException extends RuntimeException {

        private static final long serialVersionUID = 1;

        TooLargeException() {
            super("the audience is larger than wanted", null, false, false);
        }
    }
}
