package io.everknown.graphmodel.resident;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Puts a whole audience together while it is read, part after part. */
final class AudienceReader implements Consumer<Stored> {

    private static final int PART = Audience.LARGEST / 2;

    private final List<Part> parts = new ArrayList<>();
    private List<Stored> waiting = new ArrayList<>();

    @Override
    public void accept(Stored memory) {
        waiting.add(memory);
        if (waiting.size() == PART) {
            close();
        }
    }

    Audience audience(long version) {
        if (!waiting.isEmpty()) {
            close();
        }
        return new Audience(version, List.copyOf(parts));
    }

    private void close() {
        parts.add(Part.of(waiting));
        waiting = new ArrayList<>();
    }
}
